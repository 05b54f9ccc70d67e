package dev.devtail.kit.frame;

import dev.devtail.protocol.v1.Data;
import dev.devtail.protocol.v1.Frame;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Data} frame, written and read without the message objects: one goes each way for every
 * keystroke. The payload of one that was read stays where it is, in {@code bytes}.
 *
 * @param offset offset of the first payload byte in its direction
 * @param ack everything below it was received of the other direction
 * @param bytes the array that holds the payload
 * @param start index of the payload's first byte
 * @param length of the payload, in bytes
 */
@SuppressWarnings("ArrayRecordComponent") // a view, made for each key: never compared
public record DataFrame(long offset, long ack, byte[] bytes, int start, int length) {

  private static final byte CHANNEL_TAG = Frame.CHANNEL_FIELD_NUMBER << 3;
  private static final byte DATA_TAG = Frame.DATA_FIELD_NUMBER << 3 | 2;
  private static final byte OFFSET_TAG = Data.OFFSET_FIELD_NUMBER << 3;
  private static final byte ACK_TAG = Data.ACK_FIELD_NUMBER << 3;
  private static final byte PAYLOAD_TAG = Data.PAYLOAD_FIELD_NUMBER << 3 | 2;

  /** The bytes of a frame with {@code length} bytes of {@code source} as its payload. */
  public static byte[] encode(
      int channel, long offset, long ack, byte[] source, int start, int length) {
    int dataSize = 3 + Varints.size(offset) + Varints.size(ack) + Varints.size(length) + length;
    byte[] frame = new byte[2 + Varints.size(channel) + Varints.size(dataSize) + dataSize];
    int at = 0;
    frame[at++] = CHANNEL_TAG;
    at = Varints.put(frame, at, channel);
    frame[at++] = DATA_TAG;
    at = Varints.put(frame, at, dataSize);
    frame[at++] = OFFSET_TAG;
    at = Varints.put(frame, at, offset);
    frame[at++] = ACK_TAG;
    at = Varints.put(frame, at, ack);
    frame[at++] = PAYLOAD_TAG;
    at = Varints.put(frame, at, length);
    System.arraycopy(source, start, frame, at, length);
    return frame;
  }

  /**
   * Reads a frame as {@link #encode} writes it: fields in order, nothing unknown.
   *
   * @return null if it is anything else, which the general parser then has to judge
   */
  public static @Nullable DataFrame read(byte[] frame) {
    int limit = frame.length;
    int at = 0;
    if (at < limit && frame[at] == CHANNEL_TAG) {
      at = Varints.end(frame, at + 1, limit);
    }
    if (at >= limit || frame[at] != DATA_TAG) {
      return null;
    }
    long dataSize = Varints.get(frame, at + 1, limit);
    at = Varints.end(frame, at + 1, limit);
    if (dataSize != limit - at) {
      return null;
    }
    long offset = 0;
    if (at < limit && frame[at] == OFFSET_TAG) {
      offset = Varints.get(frame, at + 1, limit);
      at = Varints.end(frame, at + 1, limit);
    }
    long ack = 0;
    if (at < limit && frame[at] == ACK_TAG) {
      ack = Varints.get(frame, at + 1, limit);
      at = Varints.end(frame, at + 1, limit);
    }
    if (at >= limit || frame[at] != PAYLOAD_TAG) {
      return null;
    }
    long length = Varints.get(frame, at + 1, limit);
    at = Varints.end(frame, at + 1, limit);
    return length == limit - at ? new DataFrame(offset, ack, frame, at, (int) length) : null;
  }
}
