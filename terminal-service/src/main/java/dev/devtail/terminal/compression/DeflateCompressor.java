package dev.devtail.terminal.compression;

import java.util.zip.Deflater;

/** Raw DEFLATE (RFC 1951). */
final class DeflateCompressor implements Compressor {

  /** The usual one between speed and size. */
  private static final int LEVEL = 6;

  private final Deflater deflater = new Deflater(LEVEL, true);

  @Override
  public int compress(
      byte[] dictionary,
      int dictionaryLength,
      byte[] source,
      int start,
      int length,
      byte[] target,
      int room) {
    deflater.reset();
    if (dictionaryLength > 0) {
      deflater.setDictionary(dictionary, 0, dictionaryLength);
    }
    deflater.setInput(source, start, length);
    deflater.finish();
    int compressed = deflater.deflate(target, 0, room);
    return deflater.finished() ? compressed : 0;
  }

  @Override
  public void close() {
    deflater.end();
  }
}
