package dev.devtail.terminal.history;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.terminal.domain.WindowSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is kept of one life of a terminal: its segments, by offset. Safe for several threads. */
final class Life {

  private static final WindowSize UNKNOWN_SIZE = new WindowSize(80, 24);

  private final Path directory;
  private final NavigableMap<Long, Segment> segments = new TreeMap<>();
  private volatile About about;
  private volatile boolean running;

  /** Behind the last byte that is written; -1 until that is looked up in the files. */
  private long end;

  private WindowSize lastSize = UNKNOWN_SIZE;

  private Life(Path directory, About about, boolean running, long end) {
    this.directory = directory;
    this.about = about;
    this.running = running;
    this.end = end;
  }

  static Life beginning(Path directory, About about) {
    return new Life(directory, about, true, 0);
  }

  /** One of an earlier run of the service. */
  static Life ofThePast(Path directory, About about, List<Segment> found) {
    Life life = new Life(directory, about, false, -1);
    found.forEach(segment -> life.segments.put(segment.first(), segment));
    return life;
  }

  Path directory() {
    return directory;
  }

  About about() {
    return about;
  }

  /** Whether its terminal runs, so that it grows. */
  boolean running() {
    return running;
  }

  /** Nothing more comes; what is known of it is now this. */
  void ended(About last) {
    about = last;
    running = false;
  }

  // ---- segments

  synchronized void begun(Segment segment) {
    segments.put(segment.first(), segment);
  }

  synchronized void written(Segment segment, long newEnd) {
    segments.replace(segment.first(), segment);
    end = Math.max(end, newEnd);
  }

  synchronized void removed(Segment segment) {
    segments.remove(segment.first());
  }

  /** Oldest first. */
  synchronized List<Segment> segments() {
    return List.copyOf(segments.values());
  }

  synchronized @Nullable Segment oldest() {
    return segments.isEmpty() ? null : segments.firstEntry().getValue();
  }

  synchronized long fileBytes() {
    return segments.values().stream().mapToLong(Segment::fileBytes).sum();
  }

  /** Those that may hold something from {@code offset} on. */
  private synchronized List<Segment> from(long offset) {
    Long first = segments.floorKey(offset);
    return List.copyOf((first == null ? segments : segments.tailMap(first, true)).values());
  }

  /** Offset of the oldest byte that is kept. */
  synchronized long start() {
    return segments.isEmpty() ? end() : segments.firstKey();
  }

  /** Offset behind the last byte that is kept. */
  synchronized long end() {
    if (end < 0) {
      lookUpEnd();
    }
    return end;
  }

  /** The size that the terminal had last. */
  synchronized WindowSize lastSize() {
    if (end < 0) {
      lookUpEnd();
    }
    return lastSize;
  }

  private void lookUpEnd() {
    end = 0;
    for (Segment segment : segments.descendingMap().values()) {
      SegmentReader reader = SegmentReader.open(segment.file());
      boolean any = false;
      while (reader.next()) {
        any = true;
        if (reader.kind() == RecordKind.OUTPUT) {
          end = Math.max(end, reader.offset() + reader.length());
        } else {
          lastSize = reader.size();
        }
      }
      if (any) {
        end = Math.max(end, segment.first());
        return;
      }
    }
  }

  // ---- reading

  /**
   * Bytes from {@code offset} on, as far as they follow each other; where they are not kept, from
   * the next that are.
   *
   * @throws Fault OFFSET_OUT_OF_RANGE beyond the end
   */
  HistoryPart read(long offset, int maxBytes) {
    long upTo = end();
    if (offset < 0 || offset > upTo) {
      throw new Fault(
          FaultCode.OFFSET_OUT_OF_RANGE,
          "offset: %s (expected: <= %d, the end of the history)"
              .formatted(Long.toUnsignedString(offset), upTo),
          "offset",
          Duration.ZERO);
    }
    Collector collector = new Collector(offset, maxBytes);
    for (Segment segment : from(offset)) {
      SegmentReader reader = SegmentReader.open(segment.file());
      while (!collector.full() && reader.next()) {
        if (reader.kind() == RecordKind.OUTPUT) {
          collector.take(reader);
        }
      }
      if (collector.full()) {
        break;
      }
    }
    long first = collector.any() ? collector.first() : upTo;
    return new HistoryPart(
        start(), first, collector.bytes(), Math.max(upTo, end()), first - offset);
  }

  /** Takes bytes that follow each other, from an offset on. */
  private static final class Collector {

    private final int maxBytes;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long next;
    private boolean broken;

    Collector(long offset, int maxBytes) {
      this.next = offset;
      this.maxBytes = maxBytes;
    }

    void take(SegmentReader record) {
      long skipped = next - record.offset();
      if (skipped >= record.length()) {
        return;
      }
      if (skipped < 0) {
        if (any()) {
          broken = true;
          return;
        }
        next = record.offset();
        skipped = 0;
      }
      int length = (int) Math.min(record.length() - skipped, maxBytes - bytes.size());
      bytes.write(record.bytes(), record.start() + (int) skipped, length);
      next += length;
    }

    boolean any() {
      return bytes.size() > 0;
    }

    boolean full() {
      return broken || bytes.size() == maxBytes;
    }

    long first() {
      return next - bytes.size();
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }
  }

  // ---- deletion

  void delete(Segment segment) throws IOException {
    removed(segment);
    Files.deleteIfExists(segment.file());
  }

  /** Deletes all that is there. */
  void delete() throws IOException {
    synchronized (this) {
      end = end();
      segments.clear();
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
