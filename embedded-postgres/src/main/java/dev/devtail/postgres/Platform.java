package dev.devtail.postgres;

import java.util.Locale;

/**
 * Names a build of the binaries as zonky's archives do.
 *
 * @param system {@code linux} or {@code darwin}
 * @param machine {@code x86_64} or {@code arm_64}
 */
record Platform(String system, String machine) {

  static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  /**
   * @throws EmbeddedDatabaseException if there is no build for it
   */
  static Platform of(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    String system = os.startsWith("linux") ? "linux" : os.startsWith("mac") ? "darwin" : "";
    String machine =
        switch (osArch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "arm_64";
          default -> "";
        };
    if (system.isEmpty() || machine.isEmpty()) {
      throw new EmbeddedDatabaseException(
          "There is no embedded PostgreSQL for %s on %s. Run a PostgreSQL yourself and give DevTail its address."
              .formatted(osName, osArch));
    }
    return new Platform(system, machine);
  }

  @Override
  public String toString() {
    return system + "-" + machine;
  }
}
