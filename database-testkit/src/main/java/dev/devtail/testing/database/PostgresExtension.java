package dev.devtail.testing.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/**
 * Gives tests a {@link TestDatabase}, one for the whole run: in Docker where that is there, else
 * the embedded one. The tests are the same; each uses users of its own.
 */
public final class PostgresExtension implements ParameterResolver {

  private static final Logger log = LoggerFactory.getLogger(PostgresExtension.class);

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(PostgresExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestDatabase.class;
  }

  @Override
  public TestDatabase resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(TestDatabase.class, type -> choose(), TestDatabase.class);
  }

  private static TestDatabase choose() {
    if (DockerClientFactory.instance().isDockerAvailable()) {
      log.info("tests run on PostgreSQL in Docker");
      return new DockerDatabase();
    }
    log.info("tests run on the embedded PostgreSQL: Docker is not there");
    try {
      Path target = Path.of("target").toAbsolutePath();
      Path run = Files.createTempDirectory(target, "postgres-");
      return new OwnDatabase(run, target.resolve("postgres-binaries"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
