package dev.devtail.terminal.history;

import dev.devtail.terminal.domain.WindowSize;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Makes records of a segment: each with its offset in the output and a checksum, so that what is
 * torn or flipped is known. One for all segments; belongs to the writer's thread.
 *
 * <pre>
 * kind (1) · length of the content (4) · offset (8) · CRC32C of the three and the content (4) · content
 * SIZE: columns (2) rows (2) pixel width (2) pixel height (2)     SCREEN: as SIZE, then the dump
 * </pre>
 */
final class RecordEncoder {

  static final int HEADER_BYTES = 17;
  static final int LENGTH_AT = 1;
  static final int OFFSET_AT = 5;
  static final int CRC_AT = 13;
  static final int SIZE_BYTES = 8;

  private final CRC32C crc = new CRC32C();
  private ByteBuffer buffer = ByteBuffer.allocate(2 * HistoryRecorder.BUFFER_BYTES);

  // ---- each returns the record, which is valid until the next one is made

  ByteBuffer output(long offset, byte[] bytes, int length) {
    begin(RecordKind.OUTPUT, offset, length).put(bytes, 0, length);
    return finish();
  }

  ByteBuffer size(long offset, WindowSize size) {
    putSize(begin(RecordKind.SIZE, offset, SIZE_BYTES), size);
    return finish();
  }

  ByteBuffer screen(long offset, WindowSize size, byte[] dump) {
    putSize(begin(RecordKind.SCREEN, offset, SIZE_BYTES + dump.length), size).put(dump);
    return finish();
  }

  private ByteBuffer begin(RecordKind kind, long offset, int length) {
    if (buffer.capacity() < HEADER_BYTES + length) {
      buffer = ByteBuffer.allocate(HEADER_BYTES + length);
    }
    return buffer.clear().put(kind.number()).putInt(length).putLong(offset).putInt(0);
  }

  private static ByteBuffer putSize(ByteBuffer to, WindowSize size) {
    return to.putShort((short) size.columns())
        .putShort((short) size.rows())
        .putShort((short) size.pixelWidth())
        .putShort((short) size.pixelHeight());
  }

  private ByteBuffer finish() {
    buffer.flip();
    return buffer.putInt(CRC_AT, checksum(crc, buffer.array(), 0, buffer.limit() - HEADER_BYTES));
  }

  /** Of the record that begins {@code at}. */
  static int checksum(CRC32C crc, byte[] bytes, int at, int contentLength) {
    crc.reset();
    crc.update(bytes, at, CRC_AT);
    crc.update(bytes, at + HEADER_BYTES, contentLength);
    return (int) crc.getValue();
  }
}
