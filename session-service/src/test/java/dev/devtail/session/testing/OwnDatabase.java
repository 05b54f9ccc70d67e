package dev.devtail.session.testing;

import dev.devtail.postgres.EmbeddedDatabase;
import java.nio.file.Path;

/** DevTail's own embedded PostgreSQL. It goes away by being stopped, and comes back on its port. */
final class OwnDatabase implements TestDatabase {

  private final Path directory;
  private final Path binaries;
  private EmbeddedDatabase database;

  OwnDatabase(Path directory, Path binaries) {
    this.directory = directory;
    this.binaries = binaries;
    this.database = EmbeddedDatabase.start(directory, binaries);
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
    database = EmbeddedDatabase.start(directory, binaries);
  }

  @Override
  public void close() {
    database.close();
  }
}
