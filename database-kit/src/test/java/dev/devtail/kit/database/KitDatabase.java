package dev.devtail.kit.database;

import dev.devtail.testing.database.PostgresExtension;
import dev.devtail.testing.database.TestDatabase;
import io.r2dbc.postgresql.client.SSLMode;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests a {@link Database}, one for the whole run, with a schema of its own. */
public final class KitDatabase implements ParameterResolver {

  /** A loaded machine that runs tests is no absent database. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int POOL_SIZE = 10;

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(KitDatabase.class);

  private final PostgresExtension postgres = new PostgresExtension();

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Database.class;
  }

  @Override
  public Database resolveParameter(ParameterContext parameter, ExtensionContext context) {
    TestDatabase postgresql = postgres.resolveParameter(parameter, context);
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Database.class, type -> open(postgresql), Database.class);
  }

  private static Database open(TestDatabase postgresql) {
    Database database =
        new Database(
            new DatabaseProperties(
                    postgresql.url(),
                    postgresql.username(),
                    postgresql.password(),
                    SSLMode.PREFER,
                    null,
                    POOL_SIZE,
                    PATIENCE,
                    PATIENCE)
                .settings(
                    new DatabaseSchema(
                        "kit", "devtail_kit", "classpath:dev/devtail/kit/database/migration")));
    database.start();
    return database;
  }
}
