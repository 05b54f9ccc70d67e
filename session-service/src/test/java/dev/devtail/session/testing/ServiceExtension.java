package dev.devtail.session.testing;

import dev.devtail.testing.database.PostgresExtension;
import dev.devtail.testing.database.TestDatabase;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests a {@link TestService}, one for the whole run, on the database of the run. */
public final class ServiceExtension implements ParameterResolver {

  /** Where a session lives that names no workspace. */
  public static final String DEFAULT_WORKSPACE = "/home/default/work";

  /** Most sessions of one user. */
  public static final int MAX_SESSIONS = 5;

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ServiceExtension.class);

  private final PostgresExtension postgres = new PostgresExtension();

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestService.class;
  }

  @Override
  public TestService resolveParameter(ParameterContext parameter, ExtensionContext context) {
    TestDatabase database = postgres.resolveParameter(parameter, context);
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(TestService.class, type -> start(database), TestService.class);
  }

  private static TestService start(TestDatabase database) {
    return new TestService(
            database,
            "--devtail.session.default-workspace=" + DEFAULT_WORKSPACE,
            "--devtail.session.max-sessions-per-user=" + MAX_SESSIONS,
            // A loaded machine that runs tests is no absent database.
            "--devtail.session.database.acquire-timeout=10s",
            "--devtail.session.database.call-timeout=20s")
        .ready();
  }
}
