package dev.devtail.testing.database;

import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * PostgreSQL in a container. It goes away by being paused: packets vanish, nothing is refused, and
 * a stopped container would lose its port.
 */
final class DockerDatabase implements TestDatabase {

  private final PostgreSQLContainer container = new PostgreSQLContainer("postgres:18-alpine");

  DockerDatabase() {
    container.start();
  }

  @Override
  public String url() {
    return "r2dbc:postgresql://%s:%d/%s"
        .formatted(
            container.getHost(), container.getFirstMappedPort(), container.getDatabaseName());
  }

  @Override
  public String username() {
    return container.getUsername();
  }

  @Override
  public String password() {
    return container.getPassword();
  }

  @Override
  public void goAway() {
    container.getDockerClient().pauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void comeBack() {
    container.getDockerClient().unpauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void close() {
    container.stop();
  }
}
