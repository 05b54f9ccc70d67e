package dev.devtail.terminal.workspace;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.workspace.FileHash;
import dev.devtail.kit.workspace.FileKind;
import dev.devtail.kit.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;

/** Reads files whole, as their hash wants it. */
final class FileReader {

  /** Longest file, in bytes. */
  static final long MAX_FILE_BYTES = 256L << 20;

  private static final int BUFFER_BYTES = 64 * 1024;

  /** How often a file may change while it is read. */
  private static final int ATTEMPTS = 3;

  private static final Duration RETRY = Duration.ofSeconds(1);

  private FileReader() {}

  /**
   * What a file is now; empty if there is none.
   *
   * @param wanted for messages
   * @throws Fault INVALID_ARGUMENT if it is no regular file, or too long
   */
  static Optional<FileVersion> version(OpenWorkspace.Place place, WorkspacePath wanted)
      throws IOException {
    return part(place, wanted, 0, 0).map(FilePart::whole);
  }

  /**
   * A part of a file; empty if there is no file.
   *
   * @throws Fault INVALID_ARGUMENT if it is no regular file, or too long; UNAVAILABLE if it is
   *     written to again and again
   */
  static Optional<FilePart> part(
      OpenWorkspace.Place place, WorkspacePath wanted, long offset, int maxBytes)
      throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<BasicFileAttributes> before = place.directory().attributes(place.name());
      if (before.isEmpty()) {
        return Optional.empty();
      }
      check(before.get(), wanted);
      FilePart read = read(place, wanted, offset, maxBytes);
      Optional<BasicFileAttributes> after = place.directory().attributes(place.name());
      if (after.isPresent() && isSame(before.get(), after.get(), read.whole())) {
        return Optional.of(read);
      }
    }
    throw Fault.unavailable("This file is being written to; try again.", RETRY);
  }

  private static void check(BasicFileAttributes file, WorkspacePath wanted) {
    if (FileKind.of(file) != FileKind.REGULAR) {
      throw OpenWorkspace.notAFile(wanted);
    }
    if (file.size() > MAX_FILE_BYTES) {
      throw tooLong(wanted);
    }
  }

  private static Fault tooLong(WorkspacePath wanted) {
    return WorkspacePath.invalid(
        wanted.toString(), "a file of at most %d MB".formatted(MAX_FILE_BYTES >> 20));
  }

  private static boolean isSame(
      BasicFileAttributes before, BasicFileAttributes after, FileVersion read) {
    return before.size() == read.sizeBytes()
        && after.size() == read.sizeBytes()
        && before.lastModifiedTime().equals(after.lastModifiedTime())
        && String.valueOf(before.fileKey()).equals(String.valueOf(after.fileKey()));
  }

  private static FilePart read(
      OpenWorkspace.Place place, WorkspacePath wanted, long offset, int maxBytes)
      throws IOException {
    MessageDigest digest = FileHash.digest();
    byte[] part = new byte[maxBytes];
    int kept = 0;
    long position = 0;
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try (FileChannel file = place.directory().openToRead(place.name())) {
      for (int count = file.read(buffer); count >= 0; count = file.read(buffer.clear())) {
        digest.update(buffer.array(), 0, count);
        long skipped = Math.max(0, offset - position);
        if (skipped < count && kept < maxBytes) {
          int taken = (int) Math.min(count - skipped, maxBytes - kept);
          System.arraycopy(buffer.array(), (int) skipped, part, kept, taken);
          kept += taken;
        }
        position += count;
        if (position > MAX_FILE_BYTES) {
          throw tooLong(wanted);
        }
      }
    }
    return new FilePart(
        ByteBuffer.wrap(part, 0, kept).slice().asReadOnlyBuffer(),
        new FileVersion(FileHash.of(digest.digest()), position));
  }
}
