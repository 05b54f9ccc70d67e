package dev.devtail.terminal.testing;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A real file system that is soon full: a tmpfs of its own. */
public final class SmallDisk implements AutoCloseable {

  private static final int BLOCK_BYTES = 4096;

  private final Path directory;

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /**
   * Mounts one. Where the test may not, it is aborted, or fails if system property {@code
   * devtail.strict} is true.
   *
   * @param directory where; empty
   */
  public static SmallDisk mount(Path directory, int bytes) {
    String said = run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", directory.toString());
    if (!said.isEmpty()) {
      String sentence = "No disk was filled: run as root, who may mount a tmpfs (" + said + ").";
      return Boolean.getBoolean("devtail.strict") ? fail(sentence) : abort(sentence);
    }
    return new SmallDisk(directory);
  }

  public Path directory() {
    return directory;
  }

  private Path ballast() {
    return directory.resolve("ballast");
  }

  /** Leaves no room for anything. */
  public void fill() {
    try (FileChannel channel =
        FileChannel.open(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        channel.write(ByteBuffer.allocate(BLOCK_BYTES));
      }
    } catch (IOException full) {
      // So it is.
    }
  }

  /** There is room again. */
  public void free() {
    try {
      Files.delete(ballast());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    String said = run("umount", "--lazy", directory.toString());
    if (!said.isEmpty()) {
      throw new IllegalStateException(said);
    }
  }

  /** Returns what it had to say; nothing if all went well. */
  private static String run(String... command) {
    try {
      Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 ? "" : command[0] + " failed: " + said;
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
