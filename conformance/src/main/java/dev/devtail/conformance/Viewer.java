package dev.devtail.conformance;

import com.google.protobuf.ByteString;
import dev.devtail.protocol.v1.Ack;
import dev.devtail.protocol.v1.AttachTerminal;
import dev.devtail.protocol.v1.Close;
import dev.devtail.protocol.v1.Credit;
import dev.devtail.protocol.v1.Data;
import dev.devtail.protocol.v1.Exited;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Open;
import dev.devtail.protocol.v1.Opened;
import dev.devtail.protocol.v1.Resume;
import dev.devtail.protocol.v1.Screen;
import dev.devtail.protocol.v1.Terminal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A viewer as the guide describes it, on one channel of one connection, holding all it was given.
 */
public final class Viewer {

  static final int WINDOW_BYTES = 65_536;

  private final Wire wire;
  private final int channel;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private Opened opened = Opened.getDefaultInstance();
  private long have;
  private long typed;

  Viewer(Wire wire, int channel) {
    this.wire = wire;
    this.channel = channel;
  }

  /** What attaches to it for the first time, with nothing in hand. */
  static AttachTerminal.Builder attach(Terminal terminal) {
    return AttachTerminal.newBuilder()
        .setTerminalId(terminal.getId())
        .setViewerId(Subject.randomKey())
        .setEpoch(1)
        .setSize(Wire.SIZE)
        .setWindowBytes(WINDOW_BYTES);
  }

  /** What whoever has started it attaches with: every byte, from the first. */
  static AttachTerminal.Builder attachFromStart(Terminal terminal) {
    return attach(terminal)
        .setResume(Resume.newBuilder().setIncarnation(terminal.getIncarnation()));
  }

  public static Viewer fromStart(Wire wire, int channel, Terminal terminal) {
    Viewer viewer = new Viewer(wire, channel);
    viewer.open(attachFromStart(terminal));
    return viewer;
  }

  Opened open(AttachTerminal.Builder attach) {
    ask(attach);
    Frame frame = wire.next();
    Expect.that(
        frame.hasOpened() && frame.getChannel() == channel, "Opened on channel " + channel, frame);
    opened = frame.getOpened();
    have = opened.getOutputOffset();
    typed = opened.getInputOffset();
    return opened;
  }

  /** Sends Open and leaves what it is answered with to the check. */
  void ask(AttachTerminal.Builder attach) {
    wire.send(
        Frame.newBuilder().setChannel(channel).setOpen(Open.newBuilder().setTerminal(attach)));
  }

  long have() {
    return have;
  }

  long typed() {
    return typed;
  }

  String output() {
    return output.toString(StandardCharsets.UTF_8);
  }

  String screen() {
    return screen.toString(StandardCharsets.UTF_8);
  }

  public void type(String text) {
    input(typed, text);
    typed += text.length();
  }

  /** Input with an offset of the check's choice. */
  void input(long offset, String text) {
    wire.send(
        Frame.newBuilder()
            .setChannel(channel)
            .setData(
                Data.newBuilder()
                    .setOffset(offset)
                    .setAck(have)
                    .setPayload(ByteString.copyFromUtf8(text))));
  }

  void ack(long offset) {
    wire.send(Frame.newBuilder().setChannel(channel).setAck(Ack.newBuilder().setOffset(offset)));
  }

  void credit(long limit) {
    wire.send(
        Frame.newBuilder().setChannel(channel).setCredit(Credit.newBuilder().setLimit(limit)));
  }

  void detach() {
    wire.send(Frame.newBuilder().setChannel(channel).setClose(Close.getDefaultInstance()));
  }

  /** What was printed so far is of no interest any more. */
  public void forgetOutput() {
    output.reset();
  }

  /** Reads, acknowledges and grants until the output so far holds this. */
  public void awaitOutput(String text) {
    while (!output().contains(text)) {
      take(wire.next(), true);
    }
  }

  /** Reads on to the last Exited. */
  Exited awaitEnd() {
    while (true) {
      Frame frame = wire.next();
      if (frame.hasExited() && !frame.getExited().getDraining()) {
        return frame.getExited();
      }
      take(frame, true);
    }
  }

  /** Reads a whole screen, which must come next. */
  void awaitScreen() {
    Screen piece;
    do {
      Frame frame = wire.next();
      Expect.that(
          frame.hasScreen() && frame.getChannel() == channel,
          "Screen on channel " + channel,
          frame);
      piece = frame.getScreen();
      screen.writeBytes(piece.getPayload().toByteArray());
    } while (!piece.getLast());
    have = piece.getOffset();
    ack(have);
  }

  /** Reads until nothing has come before the answer to a Ping, granting nothing. */
  void readWithoutCredit() {
    wire.ping("read");
    for (Frame frame = wire.next(); !frame.hasPong(); frame = wire.next()) {
      take(frame, false);
    }
  }

  private void take(Frame frame, boolean granting) {
    Expect.equal("a frame on channel", channel, frame.getChannel());
    switch (frame.getKindCase()) {
      case DATA -> {
        Expect.equal("output without a gap, from", have, frame.getData().getOffset());
        output.writeBytes(frame.getData().getPayload().toByteArray());
        have += frame.getData().getPayload().size();
        if (granting) {
          ack(have);
          credit(have + WINDOW_BYTES);
        }
      }
      case ACK, CREDIT, EXITED -> {
        // Nothing to draw.
      }
      default -> throw new ViolationException("expected output; came: " + frame);
    }
  }
}
