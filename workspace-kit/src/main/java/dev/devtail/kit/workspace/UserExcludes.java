package dev.devtail.kit.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of rules that a user has for all repositories: Git's {@code core.excludesFile}. */
final class UserExcludes {

  private static final Logger LOG = LoggerFactory.getLogger(UserExcludes.class);

  private UserExcludes() {}

  /** It need not be there. */
  static Path file() {
    return file(Path.of(System.getProperty("user.home")), configHome());
  }

  private static Path configHome() {
    String set = System.getenv("XDG_CONFIG_HOME");
    return set == null || set.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".config")
        : Path.of(set);
  }

  /** What {@code ~/.gitconfig} says goes before what {@code git/config} says. */
  static Path file(Path home, Path configHome) {
    String set = setting(home.resolve(".gitconfig"));
    if (set.isEmpty()) {
      set = setting(configHome.resolve("git/config"));
    }
    if (set.isEmpty()) {
      return configHome.resolve("git/ignore");
    }
    return set.startsWith("~/") ? home.resolve(set.substring(2)) : home.resolve(set);
  }

  private static String setting(Path file) {
    if (!Files.isRegularFile(file)) {
      return "";
    }
    try {
      Config config = new Config();
      config.fromText(Files.readString(file));
      String set = config.getString("core", null, "excludesFile");
      return set == null ? "" : set;
    } catch (IOException | ConfigInvalidException unreadable) {
      LOG.warn("Git's configuration cannot be read file={}", file, unreadable);
      return "";
    }
  }
}
