package dev.devtail.terminal.compression;

import dev.devtail.terminal.domain.OutputRing;

/**
 * Compresses what goes to viewers, as {@code Data.unpacked_bytes} of the protocol has it. All
 * viewers on a loop share one: the dictionary comes from where the output is kept anyway.
 */
public final class OutputCompressor implements AutoCloseable {

  /** Largest piece, in bytes. */
  static final int MAX_PIECE_BYTES = 16 * 1024;

  /** How much larger noise can become, in bytes. */
  private static final int MAX_GROWTH_BYTES = 1024;

  /** Shorter pieces are not worth the field that says they are compressed, in bytes. */
  private static final int MIN_PIECE_BYTES = 16;

  /** What {@code unpacked_bytes} takes in the frame. */
  private static final int OVERHEAD_BYTES = 4;

  private final Compressor compressor;
  private final byte[] dictionary = new byte[Compressor.DICTIONARY_BYTES];
  private final byte[] compressed = new byte[MAX_PIECE_BYTES + MAX_GROWTH_BYTES];

  OutputCompressor(Compressor compressor) {
    this.compressor = compressor;
  }

  /** The compressed piece, until the next one. */
  public byte[] compressed() {
    return compressed;
  }

  /**
   * Compresses output that lies in one chunk of the ring.
   *
   * @param known offset of the first byte that the viewer has
   * @return bytes of {@link #compressed()}, or 0 if the piece is better sent as it is
   */
  public int output(OutputRing ring, long known, long offset, int length) {
    if (!isWorthIt(length)) {
      return 0;
    }
    long from = Math.max(Math.max(known, ring.start()), offset - dictionary.length);
    int dictionaryLength = 0;
    for (long at = from; at < offset; ) {
      int part = (int) Math.min(ring.contiguous(at), offset - at);
      System.arraycopy(ring.chunkOf(at), ring.indexOf(at), dictionary, dictionaryLength, part);
      dictionaryLength += part;
      at += part;
    }
    return compress(dictionaryLength, ring.chunkOf(offset), ring.indexOf(offset), length);
  }

  /**
   * Compresses a piece of a screen that the viewer has everything before {@code start} of.
   *
   * @return as {@link #output}
   */
  public int screen(byte[] dump, int start, int length) {
    if (!isWorthIt(length)) {
      return 0;
    }
    int dictionaryLength = Math.min(start, dictionary.length);
    System.arraycopy(dump, start - dictionaryLength, dictionary, 0, dictionaryLength);
    return compress(dictionaryLength, dump, start, length);
  }

  private static boolean isWorthIt(int length) {
    return length >= MIN_PIECE_BYTES && length <= MAX_PIECE_BYTES;
  }

  private int compress(int dictionaryLength, byte[] source, int start, int length) {
    return compressor.compress(
        dictionary, dictionaryLength, source, start, length, compressed, length - OVERHEAD_BYTES);
  }

  @Override
  public void close() {
    compressor.close();
  }
}
