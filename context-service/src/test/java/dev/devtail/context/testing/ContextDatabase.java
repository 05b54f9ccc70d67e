package dev.devtail.context.testing;

import dev.devtail.kit.database.Database;
import dev.devtail.kit.database.DatabaseProperties;
import dev.devtail.kit.database.DatabaseSchema;
import dev.devtail.testing.database.PostgresExtension;
import dev.devtail.testing.database.TestDatabase;
import io.r2dbc.postgresql.client.SSLMode;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests a {@link Database} with the service's tables, one for the whole run. */
public final class ContextDatabase implements ParameterResolver {

  /** A loaded machine that runs tests is no absent database. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int POOL_SIZE = 10;

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ContextDatabase.class);

  private final PostgresExtension postgres = new PostgresExtension();

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Database.class || type == TestDatabase.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    TestDatabase postgresql = postgres.resolveParameter(parameter, context);
    return parameter.getParameter().getType() == TestDatabase.class
        ? postgresql
        : context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(Database.class, type -> open(postgresql), Database.class);
  }

  /** One more, with connections of its own, as another instance of the service has it. */
  public static Database open(TestDatabase postgresql) {
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
                        "context", "devtail_context", "classpath:dev/devtail/context/migration")));
    database.start();
    return database;
  }
}
