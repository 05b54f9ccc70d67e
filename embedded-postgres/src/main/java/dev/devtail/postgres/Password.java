package dev.devtail.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** The database's password: random, in a file that only its user can read. */
final class Password {

  private static final int RANDOM_BYTES = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private Password() {}

  /** Makes the file if it is not there. */
  static void ensure(Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    Files.createFile(unfinished, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    Files.writeString(unfinished, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    Files.move(unfinished, file);
  }

  /**
   * @throws EmbeddedDatabaseException if the file is not there
   */
  static String read(Path file) throws IOException {
    if (Files.notExists(file)) {
      throw new EmbeddedDatabaseException(
          "The database's password file %s is missing. Put it back from a backup; without it the data cannot be opened."
              .formatted(file));
    }
    Files.setPosixFilePermissions(file, OWNER_ONLY);
    return Files.readString(file).strip();
  }
}
