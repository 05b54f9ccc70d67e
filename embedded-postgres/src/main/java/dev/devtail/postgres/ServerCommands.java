package dev.devtail.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs PostgreSQL's programs. They refuse to run as root, and initdb needs a name for its user id:
 * in both cases they run in a user namespace of their own ({@code unshare -U}, no mapping), where
 * they are nobody to themselves and still the same user to the kernel and its files.
 */
final class ServerCommands {

  static final String USER = "devtail";

  private static final Duration FAST_STOP = Duration.ofSeconds(20);
  private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(10);

  /** Recovery after a crash replays at most max_wal_size. */
  private static final Duration START = Duration.ofSeconds(60);

  private final Binaries binaries;
  private final List<String> prefix;

  private ServerCommands(Binaries binaries, List<String> prefix) {
    this.binaries = binaries;
    this.prefix = prefix;
  }

  /**
   * @throws EmbeddedDatabaseException if this user cannot run PostgreSQL on this machine
   */
  static ServerCommands of(Binaries binaries) throws IOException {
    return of(binaries, new UnixSystem().getUid(), System.getProperty("user.name", "?"), "unshare");
  }

  static ServerCommands of(Binaries binaries, long uid, String userName, String unshare)
      throws IOException {
    boolean nameless = userName.isEmpty() || userName.equals("?");
    if (uid != 0 && !nameless) {
      return new ServerCommands(binaries, List.of());
    }
    List<String> prefix = List.of(unshare, "-U");
    if (!new ServerCommands(binaries, prefix).works()) {
      String why = uid == 0 ? "as root" : "as user id " + uid + ", which has no name (/etc/passwd)";
      throw new EmbeddedDatabaseException(
          "PostgreSQL does not run %s, and this machine allows no user namespace for it (unshare -U). Start DevTail as an ordinary user."
              .formatted(why));
    }
    return new ServerCommands(binaries, prefix);
  }

  private boolean works() throws IOException {
    try {
      return run(List.of("true")).succeeded();
    } catch (IOException e) {
      // No such program.
      return false;
    }
  }

  /** Makes a data directory in which only {@link #USER} with that password can log in, ever. */
  Outcome initialise(Path directory, Path passwordFile) throws IOException {
    return run(
        List.of(
            binaries.program("initdb").toString(),
            "--pgdata=" + directory,
            "--username=" + USER,
            "--auth=scram-sha-256",
            "--pwfile=" + passwordFile,
            "--encoding=UTF8",
            // Text sorts the same on every machine and under every C library.
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8"));
  }

  /**
   * Starts the server in a process session of its own (a Ctrl-C is not for it); waits for ready.
   */
  Outcome start(DatabaseFiles files) throws IOException {
    return control(files, "start", "-l", files.log().toString(), "-t", seconds(START));
  }

  /** Stops the server cleanly, or at once if it does not: what was committed is kept either way. */
  Outcome stop(DatabaseFiles files) throws IOException {
    Outcome fast = control(files, "stop", "-m", "fast", "-t", seconds(FAST_STOP));
    return fast.succeeded()
        ? fast
        : control(files, "stop", "-m", "immediate", "-t", seconds(IMMEDIATE_STOP));
  }

  private Outcome control(DatabaseFiles files, String action, String... options)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of(binaries.program("pg_ctl").toString(), action, "-s", "-w"));
    command.addAll(List.of("-D", files.data().toString()));
    command.addAll(List.of(options));
    return run(command);
  }

  private Outcome run(List<String> command) throws IOException {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
    environment.put("LC_ALL", "C");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Outcome(process.waitFor(), output.strip());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + command.getFirst());
    }
  }

  private static String seconds(Duration duration) {
    return Long.toString(duration.toSeconds());
  }

  /**
   * How a program ended.
   *
   * @param output what it printed, both streams
   */
  record Outcome(int exitCode, String output) {

    boolean succeeded() {
      return exitCode == 0;
    }
  }
}
