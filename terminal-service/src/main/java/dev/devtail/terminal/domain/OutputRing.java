package dev.devtail.terminal.domain;

/**
 * The last bytes of a terminal's output, numbered by their offset from the first byte ever. Memory
 * grows by chunks as output comes, up to the capacity; from then on the oldest chunk makes room.
 */
public final class OutputRing {

  /** Size of a chunk, in bytes. */
  static final int CHUNK_BYTES = 16 * 1024;

  private final byte[][] chunks;
  private long start;
  private long end;

  /**
   * @param capacityBytes how much is kept at least once there is as much; rounded up to chunks
   */
  public OutputRing(int capacityBytes) {
    this(capacityBytes, 0);
  }

  /**
   * @param end offset of the first byte to come: what was before is not kept
   */
  OutputRing(int capacityBytes, long end) {
    this.start = end;
    this.end = end;
    // One more than asked for: while the newest chunk fills, the oldest is gone already.
    this.chunks = new byte[(capacityBytes + CHUNK_BYTES - 1) / CHUNK_BYTES + 1][];
  }

  /** Offset of the oldest byte that is kept. */
  public long start() {
    return start;
  }

  /** Offset behind the newest byte. */
  public long end() {
    return end;
  }

  /** Bytes that can be kept beyond {@code offset} before it is overwritten. */
  public long roomBeyond(long offset) {
    return (long) (chunks.length - 1) * CHUNK_BYTES - (end - offset);
  }

  public void append(byte[] source, int from, int length) {
    int at = from;
    int rest = length;
    while (rest > 0) {
      int inChunk = (int) (end % CHUNK_BYTES);
      int take = Math.min(rest, CHUNK_BYTES - inChunk);
      System.arraycopy(source, at, chunkForWriting(), inChunk, take);
      end += take;
      at += take;
      rest -= take;
    }
  }

  private byte[] chunkForWriting() {
    long number = end / CHUNK_BYTES;
    int index = (int) (number % chunks.length);
    byte[] chunk = chunks[index];
    if (chunk == null) {
      chunk = new byte[CHUNK_BYTES];
      chunks[index] = chunk;
    }
    long oldest = Math.max(0, number - chunks.length + 1) * CHUNK_BYTES;
    start = Math.max(start, oldest);
    return chunk;
  }

  /** The array that holds the byte at {@code offset}, at index {@link #indexOf}. */
  public byte[] chunkOf(long offset) {
    return chunks[(int) (offset / CHUNK_BYTES % chunks.length)];
  }

  public int indexOf(long offset) {
    return (int) (offset % CHUNK_BYTES);
  }

  /** How many bytes from {@code offset} on lie in its chunk, up to the end of the output. */
  public int contiguous(long offset) {
    return (int) Math.min(CHUNK_BYTES - indexOf(offset), end - offset);
  }
}
