package dev.devtail.gateway.connect;

import com.google.protobuf.UnsafeByteOperations;
import dev.devtail.protocol.v1.Fragment;
import dev.devtail.protocol.v1.Frame;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes to one client, and in which order. While the client takes what it is sent, everything
 * goes at once. When it does not, frames wait in lanes, one for each channel and each reply, and
 * the lane that was given least goes next (start-time fair queueing): so the echo of a key waits
 * for one message of a bulk transfer, not for the transfer. What is too long for one turn goes in
 * fragments, to clients that know them.
 *
 * <p>It holds what others have handed to it: a channel at most as many frames as it has under way,
 * replies as many as there are calls. It lives on the connection's loop.
 */
final class Outbox {

  /** Of a frame, in one turn. On a link of 100 KB/s it takes a twenty-fifth of a second. */
  static final int TURN_BYTES = 4 * 1024;

  /** What may lie unread of what waits for nothing: pongs, and channels that are refused. */
  private static final int MAX_UNREAD_BYTES = 256 * 1024;

  private static final int CONNECTION = 0;

  /** Frames that wait behind each other. */
  private static final class Lane {

    final int number;
    final Runnable onWritten;
    final ArrayDeque<byte[]> frames = new ArrayDeque<>(2);

    /** Of the first frame, gone already. */
    int gone;

    int fragmentId;

    /** When its turn is, in bytes that the busiest lane has been given. */
    long turn;

    /**
     * @param number of the channel; 0: of a reply
     */
    Lane(int number, Runnable onWritten, long turn) {
      this.number = number;
      this.onWritten = onWritten;
      this.turn = turn;
    }
  }

  private final Channel channel;
  private final List<Lane> lanes = new ArrayList<>(0);
  private boolean fragments;
  private boolean draining;
  private int lastFragmentId;
  private long now;

  Outbox(Channel channel) {
    this.channel = channel;
  }

  /** The client puts fragments together again. */
  void permitFragments() {
    fragments = true;
  }

  /** The client sends and sends, and does not read the answers. */
  boolean isUnread() {
    return channel.bytesBeforeWritable() > MAX_UNREAD_BYTES;
  }

  /** Of the connection itself, and short: before everything that waits. */
  void sendFirst(byte[] frame) {
    channel.writeAndFlush(message(frame), channel.voidPromise());
  }

  /**
   * The reply to a call, which waits for nothing but its turn.
   *
   * @param onWritten it is on its way
   */
  void reply(byte[] frame, Runnable onWritten) {
    if (lanes.isEmpty() && frame.length <= TURN_BYTES && channel.isWritable()) {
      sendFirst(frame);
      onWritten.run();
    } else {
      add(CONNECTION, onWritten).frames.add(frame);
      drain();
    }
  }

  /**
   * Frames of one channel keep their order.
   *
   * @return whether it is on its way; otherwise {@link EdgeChannel#onWritten} says when
   */
  boolean send(EdgeChannel source, byte[] frame) {
    if (lanes.isEmpty() && channel.isWritable()) {
      sendFirst(frame);
      return true;
    }
    Lane lane = lane(source.number());
    if (lane == null) {
      lane = add(source.number(), source::onWritten);
    }
    lane.frames.add(frame);
    drain();
    return false;
  }

  /** The last of a channel, which nobody waits for any more. */
  void sendLast(int number, byte[] frame) {
    Lane lane = lane(number);
    if (lane == null) {
      sendFirst(frame);
    } else {
      lane.frames.add(frame);
    }
  }

  /** The client takes more. */
  void drain() {
    if (draining) {
      return;
    }
    draining = true;
    try {
      while (!lanes.isEmpty() && channel.isWritable()) {
        while (!lanes.isEmpty() && channel.isWritable()) {
          giveTurn(next());
        }
        // What is written to the socket here makes room for more.
        channel.flush();
      }
    } finally {
      draining = false;
    }
  }

  /** The client is gone. */
  void clear() {
    lanes.clear();
  }

  private @Nullable Lane lane(int number) {
    for (Lane lane : lanes) {
      if (lane.number == number) {
        return lane;
      }
    }
    return null;
  }

  private Lane add(int number, Runnable onWritten) {
    Lane added = new Lane(number, onWritten, now);
    lanes.add(added);
    return added;
  }

  private Lane next() {
    Lane first = lanes.getFirst();
    for (Lane lane : lanes) {
      if (lane.turn < first.turn) {
        first = lane;
      }
    }
    return first;
  }

  private void giveTurn(Lane lane) {
    byte[] frame = lane.frames.element();
    boolean whole = !fragments || frame.length <= TURN_BYTES;
    int bytes = whole ? frame.length : Math.min(TURN_BYTES, frame.length - lane.gone);
    channel.write(message(whole ? frame : fragment(lane, frame, bytes)), channel.voidPromise());
    now = lane.turn;
    lane.turn += bytes;
    lane.gone += bytes;
    if (lane.gone < frame.length) {
      return;
    }
    lane.gone = 0;
    lane.frames.remove();
    if (lane.frames.isEmpty()) {
      lanes.remove(lane);
    }
    lane.onWritten.run();
  }

  private byte[] fragment(Lane lane, byte[] frame, int bytes) {
    if (lane.gone == 0) {
      lane.fragmentId = ++lastFragmentId;
    }
    return Frame.newBuilder()
        .setFragment(
            Fragment.newBuilder()
                .setId(lane.fragmentId)
                .setPayload(UnsafeByteOperations.unsafeWrap(frame, lane.gone, bytes))
                .setLast(lane.gone + bytes == frame.length))
        .build()
        .toByteArray();
  }

  private static BinaryWebSocketFrame message(byte[] frame) {
    return new BinaryWebSocketFrame(Unpooled.wrappedBuffer(frame));
  }
}
