package dev.devtail.terminal.recording;

import dev.devtail.terminal.recording.Recording.State;
import dev.devtail.terminal.writing.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The directory of recordings: {@code <id>.cast}, and what is known of it in {@code <id>.json}.
 * Only the service's own user can read it.
 */
public final class RecordingFiles {

  private static final String CAST = ".cast";
  private static final String JSON = ".json";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Logger log = LoggerFactory.getLogger(RecordingFiles.class);

  private final Path directory;

  public RecordingFiles(Path directory) {
    this.directory = directory;
  }

  /** Where an index of the recordings may lie. */
  public Path indexDirectory() {
    return directory.resolve("index");
  }

  Path cast(String id) {
    return directory.resolve(id + CAST);
  }

  private Path json(String id) {
    return directory.resolve(id + JSON);
  }

  /**
   * What is there. A recording that ran when the process ended is repaired and complete from now
   * on; what cannot be read is left out, and in its place.
   *
   * @throws UncheckedIOException if the directory cannot be read or made
   */
  List<Recording> open() {
    List<Recording> recordings = new ArrayList<>();
    try {
      PrivateFiles.createDirectories(directory);
      try (var files = Files.newDirectoryStream(directory, "*" + JSON)) {
        for (Path file : files) {
          Recording recording = read(file);
          if (recording != null) {
            recordings.add(recording);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The directory of recordings %s cannot be used; set devtail.terminal.recordings.directory."
              .formatted(directory),
          e);
    }
    return recordings;
  }

  private @Nullable Recording read(Path file) {
    try {
      Recording recording = MAPPER.readValue(Files.readAllBytes(file), Recording.class);
      if (!json(recording.id()).equals(file)) {
        throw new IOException("it is of another recording");
      }
      if (!Files.exists(cast(recording.id()))) {
        // The process ended between the two, or within a deletion.
        Files.delete(file);
        return null;
      }
      return recording.running() ? repaired(recording) : recording;
    } catch (IOException | JacksonException | NullPointerException unreadable) {
      log.warn("recording left out file={} cause={}", file, unreadable.toString());
      return null;
    }
  }

  private Recording repaired(Recording torn) throws IOException {
    Path file = cast(torn.id());
    long end = endOfLastLine(file);
    cut(torn.id(), end);
    Recording whole = torn.with(State.COMPLETE, lastMillis(file), end);
    save(whole);
    log.info("recording repaired id={} sizeBytes={}", whole.id(), end);
    return whole;
  }

  /** Cuts the file, behind a whole line. */
  void cut(String id, long sizeBytes) throws IOException {
    try (FileChannel channel = FileChannel.open(cast(id), StandardOpenOption.WRITE)) {
      channel.truncate(sizeBytes);
    }
  }

  private static long endOfLastLine(Path file) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(64 * 1024);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long to = channel.size();
      while (to > 0) {
        long from = Math.max(0, to - piece.capacity());
        piece.clear().limit((int) (to - from));
        while (piece.hasRemaining() && channel.read(piece, from + piece.position()) >= 0) {
          // Until it is full.
        }
        for (int i = piece.position() - 1; i >= 0; i--) {
          if (piece.get(i) == '\n') {
            return from + i + 1;
          }
        }
        to = from;
      }
      return 0;
    }
  }

  private static long lastMillis(Path file) throws IOException {
    try (CastReader reader = new CastReader(file, 0)) {
      while (reader.hasNext()) {
        reader.next();
      }
      return reader.timeMillis();
    }
  }

  /** A new file for a recording that begins. */
  WritableByteChannel create(Recording recording) throws IOException {
    save(recording);
    return PrivateFiles.create(cast(recording.id()));
  }

  void save(Recording recording) throws IOException {
    PrivateFiles.replace(json(recording.id()), MAPPER.writeValueAsBytes(recording));
  }

  /**
   * Bytes of the file from {@code offset} on, empty at its end.
   *
   * @throws NoSuchFileException if it was deleted
   */
  byte[] read(String id, long offset, int maxBytes) throws IOException {
    try (FileChannel channel = FileChannel.open(cast(id), StandardOpenOption.READ)) {
      long there = Math.clamp(channel.size() - offset, 0, maxBytes);
      ByteBuffer bytes = ByteBuffer.allocate((int) there);
      while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {
        // Until it is full.
      }
      return bytes.array();
    }
  }

  void delete(String id) throws IOException {
    Files.deleteIfExists(cast(id));
    Files.deleteIfExists(json(id));
  }
}
