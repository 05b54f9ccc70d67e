package dev.devtail.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Makes a data directory, or checks that the one that is there can be used. Nothing is ever
 * deleted.
 */
final class DataDirectory {

  private DataDirectory() {}

  /**
   * @throws EmbeddedDatabaseException if something else is in its place, or another major version
   *     of PostgreSQL made it
   */
  static void prepare(DatabaseFiles files, Binaries binaries, ServerCommands commands)
      throws IOException {
    if (files.initialised()) {
      checkVersion(files, binaries);
    } else {
      initialise(files, commands);
    }
  }

  private static void checkVersion(DatabaseFiles files, Binaries binaries) throws IOException {
    String made = Files.readString(files.versionStamp()).strip();
    if (!made.equals(binaries.majorVersion())) {
      throw new EmbeddedDatabaseException(
          "%s was made by PostgreSQL %s, this DevTail brings PostgreSQL %s. Dump the data with the DevTail that made it and load it here, or move the directory away to start empty."
              .formatted(files.data(), made, binaries.majorVersion()));
    }
  }

  /**
   * Under another name first: a directory that was left half made is never taken for a whole one.
   */
  private static void initialise(DatabaseFiles files, ServerCommands commands) throws IOException {
    if (Files.exists(files.data()) && !isEmpty(files.data())) {
      throw new EmbeddedDatabaseException(
          "%s is not empty and no PostgreSQL data directory. Use another directory, or move it away."
              .formatted(files.data()));
    }
    Directories.delete(files.unfinished());
    Password.ensure(files.password());
    ServerCommands.Outcome made = commands.initialise(files.unfinished(), files.password());
    if (!made.succeeded()) {
      throw new EmbeddedDatabaseException(
          "The database cannot be made in %s: %s".formatted(files.data(), made.output()));
    }
    Files.move(
        files.unfinished(),
        files.data(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return !entries.iterator().hasNext();
    }
  }
}
