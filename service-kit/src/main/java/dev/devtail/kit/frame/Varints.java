package dev.devtail.kit.frame;

/** Base-128 varints of the protobuf wire format, on byte arrays. */
final class Varints {

  /** A varint of 64 bits. */
  static final int MAX_BYTES = 10;

  private Varints() {}

  static int size(long value) {
    return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
  }

  /** Writes {@code value} at {@code at} and returns the index behind it. */
  static int put(byte[] out, int at, long value) {
    int index = at;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out[index++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[index++] = (byte) rest;
    return index;
  }

  /** The varint that starts at {@code at}; {@link #end} tells where it stops. */
  static long get(byte[] in, int at, int limit) {
    long value = 0;
    for (int index = at, shift = 0; index < limit && shift < 70; index++, shift += 7) {
      byte next = in[index];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedFrameException("a number is cut off or too long");
  }

  static int end(byte[] in, int at, int limit) {
    for (int index = at; index < limit && index - at < MAX_BYTES; index++) {
      if (in[index] >= 0) {
        return index + 1;
      }
    }
    throw new MalformedFrameException("a number is cut off or too long");
  }
}
