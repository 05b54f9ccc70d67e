package dev.devtail.router.ledger.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Where a journal's files are: its segments, {@code 0000000000000001.journal} and so on, and {@code
 * holder}, which names the instance of the service over its restarts. Only its owner may look in,
 * and only one process writes to it.
 */
final class JournalDirectory implements AutoCloseable {

  private static final String SUFFIX = ".journal";
  private static final String DAMAGED = ".damaged";
  private static final String LOCK = "lock";
  private static final String HOLDER = "holder";

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path path;
  private final FileChannel lock;
  private long lastNumber;

  private JournalDirectory(Path path, FileChannel lock) throws IOException {
    this.path = path;
    this.lock = lock;
    this.lastNumber =
        segments().stream().mapToLong(segment -> number(segment.file())).max().orElse(0);
  }

  /**
   * @throws IOException if it cannot be used, or another process uses it
   */
  static JournalDirectory open(Path path) throws IOException {
    Files.createDirectories(path, OWNER_DIRECTORY);
    FileChannel lock =
        FileChannel.open(
            path.resolve(LOCK),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            OWNER_FILE);
    try {
      if (tryLock(lock)) {
        return new JournalDirectory(path, lock);
      }
    } catch (IOException failed) {
      lock.close();
      throw failed;
    }
    lock.close();
    throw new IOException(
        "%s is in use by another process (expected: a directory for each)".formatted(path));
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock();
      return held != null;
    } catch (OverlappingFileLockException inThisProcess) {
      return false;
    }
  }

  /** Oldest first. */
  List<Segment> segments() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .sorted()
          .map(Segment::new)
          .toList();
    }
  }

  private static long number(Path file) {
    String name = file.getFileName().toString();
    return Long.parseUnsignedLong(name.substring(0, name.length() - SUFFIX.length()), 16);
  }

  /** An empty file; it is there after a crash, too. */
  FileChannel create() throws IOException {
    lastNumber++;
    FileChannel channel =
        FileChannel.open(
            path.resolve("%016x%s".formatted(lastNumber, SUFFIX)),
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OWNER_FILE);
    try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
      directory.force(true);
    }
    return channel;
  }

  static void delete(Segment segment) throws IOException {
    Files.delete(segment.file());
  }

  /** Keeps a file for people to look at; it is not read again. */
  static Path setAside(Segment segment) throws IOException {
    Path aside = segment.file().resolveSibling(segment.file().getFileName() + DAMAGED);
    return Files.move(segment.file(), aside, StandardCopyOption.REPLACE_EXISTING);
  }

  UUID holder() throws IOException {
    Path file = path.resolve(HOLDER);
    try {
      Files.createFile(file, OWNER_FILE);
      Files.writeString(file, UUID.randomUUID().toString());
    } catch (FileAlreadyExistsException known) {
      // It was made when the directory was new.
    }
    return UUID.fromString(Files.readString(file).strip());
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
