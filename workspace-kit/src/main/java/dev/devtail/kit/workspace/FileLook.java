package dev.devtail.kit.workspace;

import dev.devtail.kit.workspace.Omission.Cause;
import dev.devtail.kit.workspace.secret.Blotted;
import dev.devtail.kit.workspace.secret.SecretBlotter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A look into a file.
 *
 * @param content what is given; null: it is kept out
 */
@SuppressWarnings("ArrayRecordComponent")
record FileLook(Verdict verdict, byte @Nullable [] content) {

  /** So far a file is looked at for what is not in texts, in bytes; as Git does. */
  private static final int SNIFFED_BYTES = 8000;

  /** What can be said without opening it. */
  static Optional<Verdict.Out> byName(String path, BasicFileAttributes attributes, Limits limits) {
    if (SecretNames.isOne(path)) {
      return Optional.of(new Verdict.Out(Cause.SECRET_FILE, "by its name"));
    }
    return attributes.size() > limits.fileBytes()
        ? Optional.of(tooLarge(attributes.size()))
        : Optional.empty();
  }

  private static Verdict.Out tooLarge(long bytes) {
    return new Verdict.Out(
        Cause.TOO_LARGE, String.format(Locale.ROOT, "%.1f MB", bytes / (double) (1 << 20)));
  }

  /**
   * Reads a regular file; empty if it is not there any more.
   *
   * @param path of the file in that directory
   * @param bytes as long as it was when it was found
   * @param clean hash of a content that is known to have no secrets in it; null: none is
   */
  static Optional<FileLook> into(
      DirectoryCursor.Level directory,
      String path,
      long bytes,
      @Nullable FileHash clean,
      Limits limits)
      throws IOException {
    String name = path.substring(directory.base().length());
    byte[] content;
    try (FileChannel file = directory.directory().openToRead(name)) {
      content = readAll(file, (int) Math.min(bytes, limits.fileBytes()), limits.fileBytes());
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } catch (AccessDeniedException denied) {
      return Optional.of(out(Cause.NOT_READABLE, "the service's user may not read it"));
    } catch (FileSystemException swapped) {
      return Optional.of(out(Cause.NOT_READABLE, "it was changed just now"));
    }
    if (content.length > limits.fileBytes()) {
      return Optional.of(new FileLook(tooLarge(content.length), null));
    }
    return Optional.of(isBinary(content) ? out(Cause.BINARY, "") : text(path, content, clean));
  }

  private static FileLook out(Cause cause, String detail) {
    return new FileLook(new Verdict.Out(cause, detail), null);
  }

  private static FileLook text(String path, byte[] content, @Nullable FileHash clean) {
    FileHash hash = FileHash.ofContent(content);
    if (hash.equals(clean)) {
      return new FileLook(new Verdict.Text(hash, content.length, List.of()), content);
    }
    Blotted blotted = SecretBlotter.builtIn().blot(path, content);
    byte[] given = blotted.content();
    return new FileLook(
        new Verdict.Text(
            blotted.rules().isEmpty() ? hash : FileHash.ofContent(given),
            given.length,
            blotted.rules()),
        given);
  }

  /** All of it, or more than the limit. */
  private static byte[] readAll(FileChannel file, int expected, int limit) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(expected + 1);
    while (file.read(content) >= 0) {
      if (!content.hasRemaining()) {
        if (content.capacity() > limit) {
          break;
        }
        int larger = Math.min(2 * content.capacity(), limit + 1);
        content = ByteBuffer.allocate(larger).put(content.flip());
      }
    }
    return Arrays.copyOf(content.array(), content.position());
  }

  private static boolean isBinary(byte[] content) {
    if (hasUtf16Mark(content)) {
      return false;
    }
    int end = Math.min(content.length, SNIFFED_BYTES);
    for (int i = 0; i < end; i++) {
      if (content[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasUtf16Mark(byte[] content) {
    return content.length >= 2
        && ((content[0] == (byte) 0xFE && content[1] == (byte) 0xFF)
            || (content[0] == (byte) 0xFF && content[1] == (byte) 0xFE));
  }
}
