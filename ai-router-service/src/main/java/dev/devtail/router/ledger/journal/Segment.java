package dev.devtail.router.ledger.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * One file of the journal. A record in it is its length (4 bytes, big endian), its CRC-32C (4
 * bytes), and itself.
 */
record Segment(Path file) {

  static final int HEAD_BYTES = 2 * Integer.BYTES;

  /** Of one record; whatever claims to be larger is none. */
  static final int MAX_RECORD_BYTES = 64 * 1024;

  /**
   * What is in it.
   *
   * @param tornBytes that follow the last record which is whole: 0 unless the machine stopped while
   *     it was written
   */
  record Content(List<byte[]> records, int tornBytes) {}

  /** A record as it stands in the file. */
  static ByteBuffer framed(byte[] record) {
    return ByteBuffer.allocate(HEAD_BYTES + record.length)
        .putInt(record.length)
        .putInt(crc(record))
        .put(record)
        .flip();
  }

  private static int crc(byte[] record) {
    CRC32C crc = new CRC32C();
    crc.update(record);
    return (int) crc.getValue();
  }

  Content read() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    List<byte[]> records = new ArrayList<>();
    while (bytes.remaining() >= HEAD_BYTES) {
      int start = bytes.position();
      int length = bytes.getInt();
      int crc = bytes.getInt();
      if (length <= 0 || length > MAX_RECORD_BYTES || length > bytes.remaining()) {
        return new Content(records, bytes.limit() - start);
      }
      byte[] record = new byte[length];
      bytes.get(record);
      if (crc(record) != crc) {
        return new Content(records, bytes.limit() - start);
      }
      records.add(record);
    }
    return new Content(records, bytes.remaining());
  }
}
