package dev.devtail.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second DevTail off a data directory. The lock is the kernel's: it ends with its process,
 * however that ends. The file holds the owner's process id for the message that the other one gets.
 */
final class DirectoryLock implements AutoCloseable {

  /**
   * What this JVM holds. Asked before the file is opened: closing any channel of a file drops all
   * of the process's locks on it (POSIX fcntl).
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * @throws EmbeddedDatabaseException if a living process holds it
   */
  static DirectoryLock take(DatabaseFiles files) throws IOException {
    Path file = files.lock();
    if (!HELD.add(file)) {
      throw inUse(files, Long.toString(ProcessHandle.current().pid()));
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(files, Files.readString(file).strip());
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return new DirectoryLock(file, channel);
    } catch (IOException | RuntimeException e) {
      release(file, channel);
      throw e;
    }
  }

  private static EmbeddedDatabaseException inUse(DatabaseFiles files, String pid) {
    return new EmbeddedDatabaseException(
        "The database in %s is in use by process %s. Stop that DevTail, or use another directory."
            .formatted(files.data(), pid));
  }

  private static void release(Path file, @Nullable FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      HELD.remove(file);
    }
  }

  @Override
  public void close() throws IOException {
    release(file, channel);
  }
}
