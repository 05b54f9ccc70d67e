package dev.devtail.client;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.devtail.protocol.v1.Frame;
import java.util.ArrayList;
import java.util.List;

/** Sockets whose other end a test plays. */
final class ScriptedTransport implements Transport {

  /** One attempt to connect. */
  static final class Attempt implements Socket {
    final Listener listener;
    final List<Frame> sent = new ArrayList<>();
    boolean closed;

    Attempt(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void send(byte[] message) {
      try {
        sent.add(Frame.parseFrom(message));
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      closed = true;
    }

    void say(Frame.Builder frame) {
      listener.onMessage(frame.build().toByteArray());
    }

    Frame last() {
      return sent.getLast();
    }

    /** What was sent of one kind, in order. */
    List<Frame> sent(Frame.KindCase kind) {
      return sent.stream().filter(frame -> frame.getKindCase() == kind).toList();
    }
  }

  final List<Attempt> attempts = new ArrayList<>();

  @Override
  public Socket connect(Listener listener) {
    Attempt attempt = new Attempt(listener);
    attempts.add(attempt);
    return attempt;
  }
}
