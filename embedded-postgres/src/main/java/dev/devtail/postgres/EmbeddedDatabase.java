package dev.devtail.postgres;

import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of DevTail's own, for one machine. It keeps data as safely as any other (fsync on),
 * listens on 127.0.0.1 only, lets nobody in without its password (SCRAM-SHA-256), and its data
 * directory is kept between starts. Whoever starts it closes it; if the JVM is killed instead, the
 * next start stops what was left and PostgreSQL recovers.
 *
 * <p>Beside a data directory {@code D} lie {@code D.password} (mode 0600), {@code D.lock}, and
 * {@code D.log} and {@code D.log.1} of the last two starts.
 */
public final class EmbeddedDatabase implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);

  private static final String BINARIES = "postgres-binaries";

  private final PostgresServer server;
  private final DirectoryLock lock;
  private final String password;

  private EmbeddedDatabase(PostgresServer server, DirectoryLock lock, String password) {
    this.server = server;
    this.lock = lock;
    this.password = password;
  }

  /**
   * As {@link #start(Path, Path)}, with the programs in {@code postgres-binaries} beside the data.
   */
  public static EmbeddedDatabase start(Path dataDirectory) {
    return start(dataDirectory, dataDirectory.resolveSibling(BINARIES));
  }

  /**
   * Starts the database, making it if it is not there, and returns when it takes connections.
   *
   * @param dataDirectory kept between starts; its parent belongs to DevTail too
   * @param binariesCache where PostgreSQL's programs are unpacked once; may be shared
   * @throws EmbeddedDatabaseException if another DevTail uses the directory, another major version
   *     of PostgreSQL made it, this user cannot run PostgreSQL here, or the server does not start
   */
  public static EmbeddedDatabase start(Path dataDirectory, Path binariesCache) {
    try {
      DatabaseFiles files = DatabaseFiles.at(dataDirectory);
      DirectoryLock lock = DirectoryLock.take(files);
      try {
        return startLocked(files, binariesCache, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("The database cannot be started: " + e.getMessage(), e);
    }
  }

  private static EmbeddedDatabase startLocked(
      DatabaseFiles files, Path binariesCache, DirectoryLock lock) throws IOException {
    long start = System.nanoTime();
    Binaries binaries = Binaries.in(binariesCache);
    ServerCommands commands = ServerCommands.of(binaries);
    DataDirectory.prepare(files, binaries, commands);
    String password = Password.read(files.password());
    LeftoverServer.stop(files, commands);
    PostgresServer server = PostgresServer.start(files, commands);
    log.info(
        "PostgreSQL ready version={} port={} data={} millis={}",
        binaries.version(),
        server.port(),
        files.data(),
        (System.nanoTime() - start) / 1_000_000);
    return new EmbeddedDatabase(server, lock, password);
  }

  /** As {@code jdbc:postgresql://127.0.0.1:PORT/postgres}; no user and no password in it. */
  public String jdbcUrl() {
    return "jdbc:" + url();
  }

  /** As {@code r2dbc:postgresql://127.0.0.1:PORT/postgres}; no user and no password in it. */
  public String r2dbcUrl() {
    return "r2dbc:" + url();
  }

  private String url() {
    return "postgresql://127.0.0.1:" + server.port() + "/postgres";
  }

  public String username() {
    return ServerCommands.USER;
  }

  public String password() {
    return password;
  }

  /** The same for the whole life of this object, and at the next start if it is free then. */
  public int port() {
    return server.port();
  }

  /**
   * Process id of the server as it is now: one that dies is replaced.
   *
   * @throws EmbeddedDatabaseException if none runs just now
   */
  public long pid() {
    try {
      return server.pid();
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("PostgreSQL's process id cannot be read.", e);
    }
  }

  /**
   * Stops the server cleanly and lets go of the directory. Safe to repeat.
   *
   * @throws EmbeddedDatabaseException if it does not stop; the directory stays locked then
   */
  @Override
  public void close() {
    try {
      server.stop();
      lock.close();
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("PostgreSQL cannot be stopped: " + e.getMessage(), e);
    }
  }
}
