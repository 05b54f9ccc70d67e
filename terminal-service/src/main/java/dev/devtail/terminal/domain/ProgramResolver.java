package dev.devtail.terminal.domain;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds what a user asked to run, and the environment it gets. That a program or a directory is
 * missing is said before anything is started.
 */
public final class ProgramResolver {

  /** What a shell needs of the service's own environment; the rest may hold its secrets. */
  static final Set<String> PASSED =
      Set.of(
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "PATH",
          "LANG",
          "LANGUAGE",
          "TZ",
          "TMPDIR",
          "DISPLAY",
          "WAYLAND_DISPLAY",
          "DBUS_SESSION_BUS_ADDRESS",
          "SSH_AUTH_SOCK",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR");

  /** The kind of terminal that programs find. */
  public static final String TERM = "xterm-256color";

  private static final List<String> PASSED_PREFIXES = List.of("LC_", "XDG_");

  private final Map<String, String> serviceEnvironment;
  private final Set<String> alsoPassed;
  private final Path home;
  private final Path loginShell;
  private final ShellKeeper keeper;

  /** One whose login shells run in their terminals. */
  public ProgramResolver(
      Map<String, String> serviceEnvironment, Set<String> alsoPassed, Path home, Path loginShell) {
    this(serviceEnvironment, alsoPassed, home, loginShell, ShellKeeper.NONE);
  }

  /**
   * @param alsoPassed names of further variables that terminals inherit from the service
   * @param keeper of login shells; a command that was asked for runs in its terminal
   */
  public ProgramResolver(
      Map<String, String> serviceEnvironment,
      Set<String> alsoPassed,
      Path home,
      Path loginShell,
      ShellKeeper keeper) {
    this.serviceEnvironment = Map.copyOf(serviceEnvironment);
    this.alsoPassed = Set.copyOf(alsoPassed);
    this.home = home;
    this.loginShell = loginShell;
    this.keeper = keeper;
  }

  /** The login shell. */
  public Path shell() {
    return loginShell;
  }

  /**
   * May block for some milliseconds.
   *
   * @param terminal where it is to run
   * @param command program and arguments, empty for the login shell
   * @param directory absolute, or relative to the workspace; empty for the workspace
   * @param workspace absolute; empty for the home directory
   * @throws Fault START_FAILED if the program or the directory cannot be used
   */
  public Program resolve(
      TerminalId terminal,
      List<String> command,
      String directory,
      String workspace,
      Map<String, String> extra) {
    Path start = directory(directory, workspace.isEmpty() ? home : path(workspace));
    if (command.isEmpty()) {
      List<String> login = List.of(loginShell.toString(), "-l");
      return keeper.keep(terminal, new Program(loginShell, login, start, environment(extra)));
    }
    return resolve(command, start, extra);
  }

  /**
   * Without a terminal, but with the environment that terminals get. May block for some
   * milliseconds.
   *
   * @param command program and arguments
   * @param directory where it runs
   * @throws Fault START_FAILED if the program cannot be used
   */
  public Program resolve(List<String> command, Path directory, Map<String, String> extra) {
    Map<String, String> environment = environment(extra);
    Path executable = find(command.getFirst(), directory, environment.getOrDefault("PATH", ""));
    return new Program(executable, command, directory, environment);
  }

  private Path directory(String directory, Path workspace) {
    Path start = workspace.resolve(path(directory)).normalize();
    if (!Files.isDirectory(start)) {
      throw failed("There is no directory %s; create it or name another.".formatted(start));
    }
    if (!Files.isExecutable(start)) {
      throw failed("The directory %s may not be entered by this user.".formatted(start));
    }
    return start;
  }

  private static Path find(String name, Path directory, String searchPath) {
    Stream<Path> candidates =
        name.contains("/")
            ? Stream.of(directory.resolve(path(name)))
            : Stream.of(searchPath.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> directory.resolve(entry).resolve(path(name)));
    Optional<Path> found = candidates.filter(SearchPath::isProgram).findFirst();
    return found.orElseThrow(
        () -> failed("There is no program %s; install it or give its path.".formatted(name)));
  }

  private Map<String, String> environment(Map<String, String> extra) {
    Map<String, String> environment = new HashMap<>();
    serviceEnvironment.forEach(
        (name, value) -> {
          if (isPassed(name)) {
            environment.put(name, value);
          }
        });
    environment.put("TERM", TERM);
    environment.put("COLORTERM", "truecolor");
    environment.put("TERM_PROGRAM", "devtail");
    environment.putIfAbsent("HOME", home.toString());
    environment.putIfAbsent("SHELL", loginShell.toString());
    String searchPath = environment.computeIfAbsent("PATH", name -> "/usr/local/bin:/usr/bin:/bin");
    // Programs draw with the encoding that the screen understands.
    if (Stream.of("LC_ALL", "LC_CTYPE", "LANG").noneMatch(environment::containsKey)) {
      environment.put("LANG", "C.UTF-8");
    }
    if (new SearchPath(searchPath).find("hx").isPresent()) {
      environment.put("EDITOR", "hx");
    }
    environment.putAll(extra);
    return environment;
  }

  private boolean isPassed(String name) {
    return PASSED.contains(name)
        || alsoPassed.contains(name)
        || PASSED_PREFIXES.stream().anyMatch(name::startsWith);
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw failed("%s is no path: %s.".formatted(text, e.getReason()));
    }
  }

  private static Fault failed(String message) {
    return new Fault(FaultCode.START_FAILED, message);
  }
}
