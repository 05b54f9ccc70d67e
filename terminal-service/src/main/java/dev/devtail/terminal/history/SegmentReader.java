package dev.devtail.terminal.history;

import dev.devtail.terminal.domain.WindowSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** The whole records of a segment, in their order; what is torn or damaged is passed over. */
final class SegmentReader {

  private static final byte[] NOTHING = {};
  private static final int UNSIGNED_SHORT = 0xFFFF;

  private final CRC32C crc = new CRC32C();
  private final byte[] file;
  private final ByteBuffer view;
  private int next;
  private int at;
  private RecordKind kind = RecordKind.OUTPUT;

  private SegmentReader(byte[] file) {
    this.file = file;
    this.view = ByteBuffer.wrap(file);
  }

  /** Reads it into memory. One that cannot be read, or is none of ours, has no records. */
  static SegmentReader open(Path file) {
    try {
      return new SegmentReader(
          Files.size(file) > LifeWriter.MAX_SEGMENT_FILE_BYTES
              ? NOTHING
              : Files.readAllBytes(file));
    } catch (IOException unreadable) {
      return new SegmentReader(NOTHING);
    }
  }

  /** Size of the file, in bytes. */
  int fileBytes() {
    return file.length;
  }

  /** Goes to the next record, if there is one. */
  boolean next() {
    while (file.length - next >= RecordEncoder.HEADER_BYTES) {
      int begin = next;
      int length = view.getInt(begin + RecordEncoder.LENGTH_AT);
      if (length < 0 || length > file.length - begin - RecordEncoder.HEADER_BYTES) {
        // Torn, or its length is damaged: nobody knows where the next one begins.
        return false;
      }
      next = begin + RecordEncoder.HEADER_BYTES + length;
      RecordKind known = RecordKind.of(file[begin]);
      if (known != null
          && view.getLong(begin + RecordEncoder.OFFSET_AT) >= 0
          && (known == RecordKind.OUTPUT || length >= RecordEncoder.SIZE_BYTES)
          && view.getInt(begin + RecordEncoder.CRC_AT)
              == RecordEncoder.checksum(crc, file, begin, length)) {
        at = begin;
        kind = known;
        return true;
      }
    }
    return false;
  }

  RecordKind kind() {
    return kind;
  }

  /** Where in the output it is. */
  long offset() {
    return view.getLong(at + RecordEncoder.OFFSET_AT);
  }

  /** What {@link #start} and {@link #length} are about. */
  byte[] bytes() {
    return file;
  }

  /** Where the output, or the dump, begins in {@link #bytes}. */
  int start() {
    return at
        + RecordEncoder.HEADER_BYTES
        + (kind == RecordKind.OUTPUT ? 0 : RecordEncoder.SIZE_BYTES);
  }

  /** Of the output, or the dump. */
  int length() {
    return next - start();
  }

  /** Of a size or a screen. */
  WindowSize size() {
    int from = at + RecordEncoder.HEADER_BYTES;
    return new WindowSize(
        view.getShort(from) & UNSIGNED_SHORT,
        view.getShort(from + 2) & UNSIGNED_SHORT,
        view.getShort(from + 4) & UNSIGNED_SHORT,
        view.getShort(from + 6) & UNSIGNED_SHORT);
  }
}
