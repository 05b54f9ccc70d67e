package dev.devtail.testing.database;

import dev.devtail.postgres.EmbeddedDatabase;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** DevTail's own embedded PostgreSQL. It goes away by being stopped, and comes back on its port. */
final class OwnDatabase implements TestDatabase {

  private final Path home;
  private final Path binaries;
  private EmbeddedDatabase database;

  /**
   * @param home holds the data; deleted in the end
   */
  OwnDatabase(Path home, Path binaries) {
    this.home = home;
    this.binaries = binaries;
    this.database = EmbeddedDatabase.start(home.resolve("data"), binaries);
  }

  @Override
  public String url() {
    return database.r2dbcUrl();
  }

  @Override
  public String username() {
    return database.username();
  }

  @Override
  public String password() {
    return database.password();
  }

  @Override
  public void goAway() {
    database.close();
  }

  @Override
  public void comeBack() {
    database = EmbeddedDatabase.start(home.resolve("data"), binaries);
  }

  @Override
  public void close() {
    database.close();
    FileSystemUtils.deleteRecursively(home.toFile());
  }
}
