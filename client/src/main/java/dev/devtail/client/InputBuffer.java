package dev.devtail.client;

/**
 * Input that the terminal has not acknowledged, by offset: it is sent as far as credit goes, and
 * again from wherever the terminal says after a cut.
 */
final class InputBuffer {

  private final byte[] ring;
  private long acked;
  private long sent;
  private long end;
  private long limit;

  InputBuffer(int capacityBytes) {
    ring = new byte[capacityBytes];
  }

  /** Takes as much as there is room for, and tells how much. */
  int add(byte[] bytes, int start, int length) {
    int taken = Math.min(length, ring.length - (int) (end - acked));
    for (int done = 0; done < taken; ) {
      int at = (int) (end % ring.length);
      int piece = Math.min(taken - done, ring.length - at);
      System.arraycopy(bytes, start + done, ring, at, piece);
      end += piece;
      done += piece;
    }
    return taken;
  }

  /** The next bytes that may be sent, at most so many; none if empty. */
  byte[] next(int most) {
    int length = (int) Math.max(0, Math.min(most, Math.min(end, limit) - sent));
    byte[] piece = new byte[length];
    for (int done = 0; done < length; ) {
      int at = (int) ((sent + done) % ring.length);
      int part = Math.min(length - done, ring.length - at);
      System.arraycopy(ring, at, piece, done, part);
      done += part;
    }
    return piece;
  }

  /** Offset of what {@link #next} gives. */
  long sent() {
    return sent;
  }

  /** Offset behind all that was taken. */
  long end() {
    return end;
  }

  void onSent(int length) {
    sent += length;
  }

  void onAck(long offset) {
    if (offset > acked && offset <= end) {
      acked = offset;
      sent = Math.max(sent, acked);
    }
  }

  void onCredit(long newLimit) {
    limit = Math.max(limit, newLimit);
  }

  /**
   * Goes on from what the terminal has.
   *
   * @return how many bytes are lost, because the terminal has forgotten this viewer: normally none
   */
  long restart(long accepted, long newLimit) {
    limit = newLimit;
    if (accepted >= acked && accepted <= end) {
      acked = accepted;
      sent = accepted;
      return 0;
    }
    long lost = end - acked;
    acked = accepted;
    sent = accepted;
    end = accepted;
    return lost;
  }
}
