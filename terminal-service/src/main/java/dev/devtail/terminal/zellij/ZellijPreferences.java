package dev.devtail.terminal.zellij;

import dev.devtail.terminal.domain.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How Zellij is for people who have not configured it, and may not have asked for it: one line of
 * its own, no frames, nothing in front of the shell. What a user's configuration says is so.
 */
final class ZellijPreferences {

  private static final Logger log = LoggerFactory.getLogger(ZellijPreferences.class);

  /** Without a configuration, not even an empty one, Zellij asks for one first. */
  private static final List<String> EMPTY_CONFIGURATION = List.of("--config", "/dev/null");

  /** Zellij's own, with every comment, has about 30 KB. */
  private static final long MAX_CONFIGURATION_BYTES = 1 << 20;

  /** An option, as {@code zellij options} has it, and what it is to be. */
  private record Preference(String name, String value) {

    String option() {
      return "--" + name;
    }

    /** In a configuration that does not have it commented out. */
    boolean isIn(String configuration) {
      return Pattern.compile("(?m)^\\s*" + name.replace('-', '_') + "\\s")
          .matcher(configuration)
          .find();
    }
  }

  /** Its look. Who has a configuration knows Zellij, and has what else there is by default. */
  private static final List<Preference> LOOK =
      List.of(
          new Preference("default-layout", "compact"),
          new Preference("pane-frames", "false"),
          new Preference("simplified-ui", "true"));

  /** What opens in front of a new shell, and takes the keys that are meant for it. */
  private static final List<Preference> GREETINGS =
      List.of(
          new Preference("show-startup-tips", "false"),
          new Preference("show-release-notes", "false"));

  /**
   * Arguments of Zellij.
   *
   * @param beforeCommand before {@code attach}
   * @param afterCommand behind the session's name
   */
  record Given(List<String> beforeCommand, List<String> afterCommand) {}

  /**
   * What one version says of its options; versions differ in which they know.
   *
   * @param modified tells it from the version that the same path had before
   */
  private record Version(Path program, FileTime modified, String help) {

    boolean knows(Preference preference) {
      return help.contains(preference.option() + " ");
    }
  }

  private volatile @Nullable Version last;

  /** What to start it with. Blocks for some milliseconds, once for every version. */
  Given of(Path program, Program shell) {
    Map<String, String> environment = shell.environment();
    Version version = version(program, environment);
    return configuration(environment)
        .map(file -> beside(file, version))
        .orElseGet(
            () ->
                new Given(
                    EMPTY_CONFIGURATION,
                    options(
                        Stream.of("--default-shell", shell.executable().toString()),
                        Stream.concat(LOOK.stream(), GREETINGS.stream()).filter(version::knows))));
  }

  /** What the configuration leaves open. */
  private static Given beside(Path file, Version version) {
    Stream<Preference> open =
        read(file).stream()
            .flatMap(
                configuration ->
                    GREETINGS.stream().filter(greeting -> !greeting.isIn(configuration)))
            .filter(version::knows);
    return new Given(List.of(), options(Stream.empty(), open));
  }

  /** Empty if it is nothing that could be a configuration: a user says where it is. */
  private static Optional<String> read(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= MAX_CONFIGURATION_BYTES
          ? Optional.of(Files.readString(file))
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static List<String> options(Stream<String> always, Stream<Preference> preferences) {
    List<String> all =
        Stream.concat(
                always,
                preferences.flatMap(
                    preference -> Stream.of(preference.option(), preference.value())))
            .toList();
    return all.isEmpty() ? all : Stream.concat(Stream.of("options"), all.stream()).toList();
  }

  /** The user's, where Zellij looks for it. */
  private static Optional<Path> configuration(Map<String, String> environment) {
    String named = environment.get("ZELLIJ_CONFIG_FILE");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    String home = environment.getOrDefault("HOME", "/");
    return Stream.of(
            environment.getOrDefault("ZELLIJ_CONFIG_DIR", ""),
            home + "/.config/zellij",
            environment.getOrDefault("XDG_CONFIG_HOME", "") + "/zellij",
            "/etc/zellij")
        .map(directory -> Path.of(directory, "config.kdl"))
        .filter(file -> file.isAbsolute() && Files.exists(file))
        .findFirst();
  }

  private Version version(Path program, Map<String, String> environment) {
    FileTime modified = modified(program);
    Version version = last;
    if (version == null
        || !version.program().equals(program)
        || !version.modified().equals(modified)) {
      version = new Version(program, modified, help(program, environment));
      last = version;
    }
    return version;
  }

  private static FileTime modified(Path program) {
    try {
      return Files.getLastModifiedTime(program);
    } catch (IOException gone) {
      return FileTime.fromMillis(0);
    }
  }

  private static String help(Path program, Map<String, String> environment) {
    BoundedCommand.Result help =
        BoundedCommand.run(List.of(program.toString(), "options", "--help"), environment);
    if (!help.succeeded()) {
      log.warn("zellij does not say its options cause={}", help.output().strip());
      return "";
    }
    return help.output();
  }
}
