package dev.devtail.postgres;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server process on one data directory, from start to stop. A server that ends in between,
 * killed by the kernel or by hand, is started again on the same port.
 */
final class PostgresServer {

  private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);

  private static final Duration CHILDREN_OF_KILLED_SERVER = Duration.ofSeconds(5);
  private static final Duration RETRY = Duration.ofMillis(100);
  private static final Duration REVIVAL_PAUSE = Duration.ofSeconds(1);

  private final DatabaseFiles files;
  private final ServerCommands commands;
  private final int port;
  private boolean stopped;

  private PostgresServer(DatabaseFiles files, ServerCommands commands, int port) {
    this.files = files;
    this.commands = commands;
    this.port = port;
  }

  /**
   * Starts on the port of the last start if that is free, else on any; returns when it takes
   * connections.
   *
   * @throws EmbeddedDatabaseException if it does not start
   */
  static PostgresServer start(DatabaseFiles files, ServerCommands commands) throws IOException {
    long deadline = System.nanoTime() + CHILDREN_OF_KILLED_SERVER.toNanos();
    while (true) {
      int port = freePort(ServerSettings.lastPort(files));
      ServerCommands.Outcome outcome = launch(files, commands, port);
      if (outcome.succeeded()) {
        PostgresServer server = new PostgresServer(files, commands, port);
        server.watch();
        return server;
      }
      String said = Files.exists(files.log()) ? Files.readString(files.log()).strip() : "";
      if (!passes(said) || System.nanoTime() > deadline) {
        throw new EmbeddedDatabaseException(
            "PostgreSQL does not start on %s: %s %s"
                .formatted(files.data(), outcome.output(), said));
      }
      pause();
    }
  }

  private static ServerCommands.Outcome launch(
      DatabaseFiles files, ServerCommands commands, int port) throws IOException {
    ServerSettings.write(files, port);
    if (Files.exists(files.log())) {
      Files.move(files.log(), files.previousLog(), StandardCopyOption.REPLACE_EXISTING);
    }
    return commands.start(files);
  }

  /** Children of a killed server that still end, or a port that was just taken. */
  private static boolean passes(String said) {
    return said.contains("pre-existing shared memory block")
        || said.contains("Address already in use");
  }

  int port() {
    return port;
  }

  /**
   * @throws EmbeddedDatabaseException if it does not run just now
   */
  long pid() throws IOException {
    return files
        .serverProcess()
        .map(ProcessHandle::pid)
        .orElseThrow(() -> new EmbeddedDatabaseException("PostgreSQL does not run just now."));
  }

  /**
   * Stops it cleanly. Safe to repeat.
   *
   * @throws EmbeddedDatabaseException if it does not stop
   */
  synchronized void stop() throws IOException {
    stopped = true;
    if (files.serverProcess().isEmpty()) {
      return;
    }
    ServerCommands.Outcome outcome = commands.stop(files);
    if (!outcome.succeeded()) {
      throw new EmbeddedDatabaseException("PostgreSQL does not stop: " + outcome.output());
    }
  }

  private void watch() throws IOException {
    files
        .serverProcess()
        .ifPresentOrElse(
            process -> process.onExit().thenRunAsync(this::revive), this::reviveAfterPause);
  }

  private synchronized void revive() {
    if (stopped) {
      return;
    }
    log.error("PostgreSQL ended unexpectedly, starting it again log={}", files.log());
    try {
      if (launch(files, commands, port).succeeded()) {
        log.info("PostgreSQL is back port={}", port);
        watch();
      } else {
        reviveAfterPause();
      }
    } catch (IOException e) {
      log.error("PostgreSQL cannot be started again, trying on", e);
      reviveAfterPause();
    }
  }

  private void reviveAfterPause() {
    Executor later =
        CompletableFuture.delayedExecutor(REVIVAL_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    later.execute(this::revive);
  }

  private static int freePort(OptionalInt preferred) throws IOException {
    if (preferred.isPresent() && isFree(preferred.getAsInt())) {
      return preferred.getAsInt();
    }
    try (ServerSocket any = new ServerSocket(0, 1, loopback())) {
      return any.getLocalPort();
    }
  }

  private static boolean isFree(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(loopback(), port));
      return true;
    } catch (BindException e) {
      return false;
    }
  }

  private static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(RETRY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while starting PostgreSQL");
    }
  }
}
