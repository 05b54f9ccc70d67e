package dev.devtail.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Where everything of one database lies. The data directory holds what PostgreSQL keeps; what is
 * ours lies beside it under the same name, so that the two never mix.
 *
 * @param data PostgreSQL's data directory
 */
record DatabaseFiles(Path data) {

  private static final String OWNER_ONLY = "rwx------";

  /** Resolves links, so that the same directory always has the same name; makes the parent. */
  static DatabaseFiles at(Path dataDirectory) throws IOException {
    Path absolute = dataDirectory.toAbsolutePath().normalize();
    Path parent = Objects.requireNonNull(absolute.getParent(), "a data directory has a parent");
    Files.createDirectories(
        parent, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
    Path name = Objects.requireNonNull(absolute.getFileName(), "a data directory has a name");
    Path real = parent.toRealPath().resolve(name);
    return new DatabaseFiles(Files.exists(real) ? real.toRealPath() : real);
  }

  boolean initialised() {
    return Files.exists(versionStamp());
  }

  /** Holds the major version of the PostgreSQL that made the directory; initdb writes it. */
  Path versionStamp() {
    return data.resolve("PG_VERSION");
  }

  Path settings() {
    return data.resolve("postgresql.conf");
  }

  Path access() {
    return data.resolve("pg_hba.conf");
  }

  /** There while a server runs on the directory, or was killed on it. */
  Path serverPid() {
    return data.resolve("postmaster.pid");
  }

  /** The living process that {@link #serverPid} names; not always a server, after a reboot. */
  Optional<ProcessHandle> serverProcess() throws IOException {
    if (Files.notExists(serverPid())) {
      return Optional.empty();
    }
    return Files.readAllLines(serverPid()).stream()
        .findFirst()
        .filter(line -> line.matches("\\d{1,18}"))
        .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
        .filter(ProcessHandle::isAlive);
  }

  Path password() {
    return beside("password");
  }

  Path lock() {
    return beside("lock");
  }

  Path log() {
    return beside("log");
  }

  Path previousLog() {
    return beside("log.1");
  }

  /** Where a new data directory is made before it takes its name. */
  Path unfinished() {
    return beside("unfinished");
  }

  private Path beside(String kind) {
    return data.resolveSibling(String.format(Locale.ROOT, "%s.%s", data.getFileName(), kind));
  }
}
