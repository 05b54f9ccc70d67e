package dev.devtail.terminal.domain;

import org.jspecify.annotations.Nullable;

/**
 * The last bytes of a terminal's output, numbered by their offset from the first byte ever. Memory
 * grows by chunks as output comes, up to the capacity; from then on the oldest chunk makes room.
 */
public final class OutputRing {

  /** Size of a chunk, in bytes. */
  static final int CHUNK_BYTES = 16 * 1024;

  private final byte[][] chunks;
  private int kept;
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
    this.chunks = new byte[chunksFor(capacityBytes)][];
    this.kept = chunks.length;
  }

  private static int chunksFor(long bytes) {
    return (int) ((bytes + CHUNK_BYTES - 1) / CHUNK_BYTES) + 1;
  }

  /**
   * From now on it keeps so much, at most what it was made for. What is older is let go of, but for
   * what somebody still needs.
   *
   * @param neededFrom offset from which on nothing is let go of
   */
  void keep(int capacityBytes, long neededFrom) {
    int before = kept;
    kept = Math.min(chunks.length, chunksFor(Math.max(capacityBytes, end - neededFrom)));
    if (kept < before) {
      letGo(end / CHUNK_BYTES);
    }
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
    return (long) (kept - 1) * CHUNK_BYTES - (end - offset);
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
    byte[] spare = letGo(number);
    int index = indexOfChunk(number);
    byte[] chunk = chunks[index];
    if (chunk == null) {
      chunk = spare == null ? new byte[CHUNK_BYTES] : spare;
      chunks[index] = chunk;
    }
    return chunk;
  }

  /** Lets go of all that is too old when this chunk is the newest; returns one to be used again. */
  private byte @Nullable [] letGo(long newest) {
    byte[] spare = null;
    long oldest = newest - kept + 1;
    for (long number = start / CHUNK_BYTES; number < oldest; number++) {
      int index = indexOfChunk(number);
      spare = chunks[index];
      chunks[index] = null;
      start = (number + 1) * CHUNK_BYTES;
    }
    return spare;
  }

  private int indexOfChunk(long number) {
    return (int) (number % chunks.length);
  }

  /** The array that holds the byte at {@code offset}, at index {@link #indexOf}. */
  public byte[] chunkOf(long offset) {
    return chunks[indexOfChunk(offset / CHUNK_BYTES)];
  }

  public int indexOf(long offset) {
    return (int) (offset % CHUNK_BYTES);
  }

  /** How many bytes from {@code offset} on lie in its chunk, up to the end of the output. */
  public int contiguous(long offset) {
    return (int) Math.min(CHUNK_BYTES - indexOf(offset), end - offset);
  }
}
