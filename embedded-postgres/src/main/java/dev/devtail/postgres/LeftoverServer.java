package dev.devtail.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier life left in {@code postmaster.pid}. The directory is locked by now, so whatever
 * runs there lost its DevTail.
 */
final class LeftoverServer {

  private static final Logger log = LoggerFactory.getLogger(LeftoverServer.class);

  private LeftoverServer() {}

  /**
   * Stops a server that outlived its DevTail. A file whose process is gone is left for PostgreSQL,
   * which checks by it that no child of the dead server still uses the memory; a file whose process
   * id belongs to another program by now (as after a reboot) would only keep it from starting.
   *
   * @throws EmbeddedDatabaseException if the server does not stop
   */
  static void stop(DatabaseFiles files, ServerCommands commands) throws IOException {
    Optional<ProcessHandle> process = files.serverProcess();
    if (process.isEmpty()) {
      return;
    }
    long pid = process.get().pid();
    if (!isServerOf(files, process.get())) {
      log.warn(
          "stale server file, process is another program's file={} pid={}", files.serverPid(), pid);
      Files.delete(files.serverPid());
      return;
    }
    log.warn("stopping the PostgreSQL of a DevTail that was killed pid={}", pid);
    ServerCommands.Outcome stopped = commands.stop(files);
    if (!stopped.succeeded()) {
      throw new EmbeddedDatabaseException(
          "A PostgreSQL of an earlier DevTail (process %d) does not stop: %s"
              .formatted(pid, stopped.output()));
    }
  }

  private static boolean isServerOf(DatabaseFiles files, ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    String program =
        info.command()
            .orElseThrow(
                () ->
                    new EmbeddedDatabaseException(
                        "Process %d may still use %s, and what it is cannot be seen. If it is no PostgreSQL, delete %s."
                            .formatted(process.pid(), files.data(), files.serverPid())));
    return program.endsWith("/postgres")
        && info.arguments()
            .map(arguments -> List.of(arguments).contains(files.data().toString()))
            .orElse(true);
  }
}
