package dev.devtail.kit.frame;

import dev.devtail.protocol.v1.Frame;

/**
 * What a gateway must know of a frame to pass it on: its channel and its kind. Reads the outermost
 * fields only and skips their contents.
 *
 * @param channel channel number, 0 for the connection itself
 * @param kind field number of the kind in {@link Frame}, 0 if there is none
 */
public record FrameHead(int channel, int kind) {

  private static final int WIRE_TYPE_BITS = 3;
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  /**
   * @throws MalformedFrameException if the bytes are no frame
   */
  public static FrameHead read(byte[] frame) {
    long channel = 0;
    int kind = 0;
    int at = 0;
    while (at < frame.length) {
      // As in protobuf, a tag has 32 bits.
      int tag = (int) Varints.get(frame, at, frame.length);
      at = Varints.end(frame, at, frame.length);
      int field = tag >>> WIRE_TYPE_BITS;
      int wireType = tag & 7;
      if (field == Frame.CHANNEL_FIELD_NUMBER && wireType == VARINT) {
        channel = Varints.get(frame, at, frame.length);
      } else if (wireType == LENGTH_DELIMITED
          && field > Frame.CHANNEL_FIELD_NUMBER
          && field <= Frame.REATTACH_FIELD_NUMBER) {
        kind = field;
      }
      at = skip(frame, at, wireType);
    }
    if (channel < 0 || channel > Integer.MAX_VALUE) {
      throw new MalformedFrameException("the channel number is too large");
    }
    return new FrameHead((int) channel, kind);
  }

  private static int skip(byte[] frame, int at, int wireType) {
    long end =
        switch (wireType) {
          case VARINT -> Varints.end(frame, at, frame.length);
          case FIXED64 -> at + 8L;
          case LENGTH_DELIMITED -> {
            long length = Varints.get(frame, at, frame.length);
            yield length < 0 || length > frame.length
                ? Long.MAX_VALUE
                : Varints.end(frame, at, frame.length) + length;
          }
          case FIXED32 -> at + 4L;
          default -> Long.MAX_VALUE;
        };
    if (end > frame.length) {
      throw new MalformedFrameException("a field reaches beyond the frame");
    }
    return (int) end;
  }
}
