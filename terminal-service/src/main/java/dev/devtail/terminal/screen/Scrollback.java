package dev.devtail.terminal.screen;

/**
 * The lines that left the screen at its top, oldest first, encoded by {@link LineCodec} into a ring
 * of bytes that grows as lines come. In a flood nothing is allocated: new lines overwrite the
 * oldest.
 */
final class Scrollback {
  /** Most bytes of lines that are kept, whatever the number of lines allowed. */
  static final int MAX_BYTES = 1 << 20;

  /** Longest encoded line; longer ones (thousands of coloured columns) are kept empty. */
  static final int MAX_LINE_BYTES = 1 << 16;

  private static final int FIRST_BYTES = 1 << 10;
  private static final int FIRST_LINES = 32;
  private static final int KEPT_SCRATCH_BYTES = 1 << 10;
  private static final byte[] NO_BYTES = {};
  private static final int[] NO_LENGTHS = {};

  private final int maxLines;
  private byte[] ring = NO_BYTES;
  private int head;
  private int used;

  /** Encoded lengths, as a ring of its own. */
  private int[] lengths = NO_LENGTHS;

  private int first;
  private int size;
  private final Output scratch = new Output();

  Scrollback(int maxLines) {
    this.maxLines = maxLines;
  }

  int size() {
    return size;
  }

  int maxLines() {
    return maxLines;
  }

  void clear() {
    ring = NO_BYTES;
    lengths = NO_LENGTHS;
    head = 0;
    used = 0;
    first = 0;
    size = 0;
  }

  /** Adds the newest line; the oldest go as needed. */
  void add(Row row, Styles styles) {
    if (maxLines == 0) {
      return;
    }
    if (size == maxLines) {
      dropOldest();
    }
    reserve(row.end() + 1);
    int position = position(used);
    int length = -1;
    if (position + row.end() < ring.length) {
      length = LineCodec.encodeAscii(row, ring, position);
    }
    if (length < 0) {
      scratch.clear(KEPT_SCRATCH_BYTES);
      LineCodec.encode(row, styles, scratch);
      length = scratch.size() > MAX_LINE_BYTES ? 1 : scratch.size();
      reserve(length);
      write(scratch.array(), length);
    }
    used += length;
    if (size == lengths.length) {
      growLengths();
    }
    lengths[index(size++)] = length;
  }

  /** Takes away the newest line, into an empty row. */
  void removeNewest(Row into, Styles styles) {
    int length = lengths[index(--size)];
    used -= length;
    read(position(used), length, into, styles);
  }

  /** Reads the lines from the oldest on. */
  Reader reader() {
    return reader(0);
  }

  /** Reads the lines from one on, counted from the oldest. */
  Reader reader(int from) {
    return new Reader(from);
  }

  /** A place between two lines; good until the next change. */
  final class Reader {
    private int line;
    private int offset;

    private Reader(int from) {
      for (line = 0; line < from; line++) {
        offset += lengths[index(line)];
      }
    }

    /** Reads the next line into an empty row. */
    void next(Row into, Styles styles) {
      int length = lengths[index(line++)];
      read(position(offset), length, into, styles);
      offset += length;
    }
  }

  private void read(int position, int length, Row into, Styles styles) {
    scratch.clear(KEPT_SCRATCH_BYTES);
    scratch.extend(length);
    int straight = Math.min(length, ring.length - position);
    System.arraycopy(ring, position, scratch.array(), 0, straight);
    System.arraycopy(ring, 0, scratch.array(), straight, length - straight);
    LineCodec.decode(scratch.array(), length, into, styles);
  }

  private void write(byte[] bytes, int length) {
    int position = position(used);
    int straight = Math.min(length, ring.length - position);
    System.arraycopy(bytes, 0, ring, position, straight);
    System.arraycopy(bytes, straight, ring, 0, length - straight);
  }

  private void dropOldest() {
    int length = lengths[first];
    head = position(length);
    used -= length;
    first = index(1);
    size--;
  }

  private void reserve(int length) {
    if (used + length > ring.length && ring.length < MAX_BYTES) {
      int capacity = Math.max(FIRST_BYTES, ring.length * 2);
      while (capacity < used + length && capacity < MAX_BYTES) {
        capacity *= 2;
      }
      byte[] larger = new byte[Math.min(capacity, MAX_BYTES)];
      int straight = Math.min(used, ring.length - head);
      System.arraycopy(ring, head, larger, 0, straight);
      System.arraycopy(ring, 0, larger, straight, used - straight);
      ring = larger;
      head = 0;
    }
    while (used + length > ring.length) {
      dropOldest();
    }
  }

  private void growLengths() {
    int[] larger = new int[Math.min(maxLines, Math.max(FIRST_LINES, lengths.length * 2))];
    for (int i = 0; i < size; i++) {
      larger[i] = lengths[index(i)];
    }
    lengths = larger;
    first = 0;
  }

  private int position(int offset) {
    int position = head + offset;
    return position >= ring.length ? position - ring.length : position;
  }

  private int index(int line) {
    int index = first + line;
    return index >= lengths.length ? index - lengths.length : index;
  }
}
