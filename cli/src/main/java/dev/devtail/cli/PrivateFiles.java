package dev.devtail.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Small files that only their owner can read, each written as a whole or not at all.
 *
 * @param directory where they are
 */
public record PrivateFiles(Path directory) {

  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** Makes the directory if there is none. */
  public void create() {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory, PRIVATE_DIRECTORY);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The directory %s cannot be made; set DEVTAIL_HOME to another.".formatted(directory), e);
    }
  }

  /** What the file says, without space around it, if it is there. */
  public Optional<String> read(String name) {
    try {
      return Optional.of(Files.readString(directory.resolve(name)).strip());
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  public void write(String name, String content) {
    try {
      Path fresh = Files.createTempFile(directory, name, ".new", PRIVATE_FILE);
      Files.writeString(fresh, content + "\n");
      Files.move(
          fresh,
          directory.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + directory, e);
    }
  }

  /** Takes it away, if it is there. */
  public void delete(String name) {
    try {
      Files.deleteIfExists(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete in " + directory, e);
    }
  }
}
