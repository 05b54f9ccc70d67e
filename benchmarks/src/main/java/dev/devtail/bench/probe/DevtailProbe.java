package dev.devtail.bench.probe;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.devtail.protocol.v1.AttachTerminal;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.Credit;
import dev.devtail.protocol.v1.Data;
import dev.devtail.protocol.v1.EndTerminal;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Hello;
import dev.devtail.protocol.v1.Open;
import dev.devtail.protocol.v1.Ping;
import dev.devtail.protocol.v1.Resume;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.StartTerminal;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalSpec;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;

/** A shell behind DevTail's gateway, by the edge protocol. */
public final class DevtailProbe implements Probe {

  private static final int CHANNEL = 1;
  private static final long WINDOW_BYTES = 1024 * 1024;
  private static final int MESSAGE_BYTES = 256 * 1024;
  private static final Size SIZE = Size.newBuilder().setColumns(80).setRows(24).build();

  private final BlockingWebSocket socket;
  private final Terminal terminal;
  private final byte[] message = new byte[MESSAGE_BYTES];
  private final byte[] output = new byte[MESSAGE_BYTES];
  private long inputOffset;
  private long received;
  private long granted;

  public DevtailProbe(URI url, String token, List<String> command) {
    socket = new BlockingWebSocket(url, "/v1/connect", "devtail.v1");
    send(
        Frame.newBuilder()
            .setHello(
                Hello.newBuilder()
                    .setMinVersion(1)
                    .setMaxVersion(1)
                    .setToken(token)
                    .setClientName("devtail-bench")));
    expect(Frame.KindCase.WELCOME);
    send(
        Frame.newBuilder()
            .setCall(
                Call.newBuilder()
                    .setId(1)
                    .setStartTerminal(
                        StartTerminal.newBuilder()
                            .setRequestKey(randomKey())
                            .setSpec(
                                TerminalSpec.newBuilder().addAllCommand(command).setSize(SIZE)))));
    terminal = expect(Frame.KindCase.REPLY).getReply().getTerminal();
    send(
        Frame.newBuilder()
            .setChannel(CHANNEL)
            .setOpen(
                Open.newBuilder()
                    .setTerminal(
                        AttachTerminal.newBuilder()
                            .setTerminalId(terminal.getId())
                            .setViewerId(randomKey())
                            .setEpoch(1)
                            .setSize(SIZE)
                            .setResume(
                                Resume.newBuilder().setIncarnation(terminal.getIncarnation()))
                            .setWindowBytes(WINDOW_BYTES))));
    expect(Frame.KindCase.OPENED);
    granted = WINDOW_BYTES;
  }

  private static ByteString randomKey() {
    byte[] key = new byte[16];
    new SecureRandom().nextBytes(key);
    return ByteString.copyFrom(key);
  }

  private void send(Frame.Builder frame) {
    byte[] bytes = frame.build().toByteArray();
    socket.send(BlockingWebSocket.BINARY, bytes, bytes.length);
  }

  private Frame expect(Frame.KindCase kind) {
    Frame frame = read(socket.receive(message));
    if (frame.getKindCase() != kind) {
      throw new IllegalStateException("expected " + kind + ", got " + frame);
    }
    return frame;
  }

  private Frame read(int length) {
    try {
      return Frame.parseFrom(CodedInputStream.newInstance(message, 0, length));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * One ping of the protocol: the way to the gateway and back, without a terminal. In nanoseconds.
   */
  public long ping() {
    long began = System.nanoTime();
    send(Frame.newBuilder().setPing(Ping.getDefaultInstance()));
    while (read(socket.receive(message)).getKindCase() != Frame.KindCase.PONG) {
      // An acknowledgement may come in between.
    }
    return System.nanoTime() - began;
  }

  @Override
  public void type(byte[] keys) {
    send(
        Frame.newBuilder()
            .setChannel(CHANNEL)
            .setData(
                Data.newBuilder()
                    .setOffset(inputOffset)
                    .setAck(received)
                    .setPayload(ByteString.copyFrom(keys))));
    inputOffset += keys.length;
  }

  @Override
  public int receive() {
    while (true) {
      int length = socket.receive(message);
      try {
        Frame frame = Frame.parseFrom(CodedInputStream.newInstance(message, 0, length));
        if (frame.hasData()) {
          return take(frame.getData());
        }
        if (frame.hasClose()) {
          throw new IllegalStateException("closed: " + frame.getClose());
        }
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException(e);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private int take(Data data) {
    ByteString payload = data.getPayload();
    payload.copyTo(output, 0);
    received += payload.size();
    if (received + WINDOW_BYTES - granted >= WINDOW_BYTES / 4) {
      granted = received + WINDOW_BYTES;
      send(
          Frame.newBuilder()
              .setChannel(CHANNEL)
              .setAck(dev.devtail.protocol.v1.Ack.newBuilder().setOffset(received)));
      send(Frame.newBuilder().setChannel(CHANNEL).setCredit(Credit.newBuilder().setLimit(granted)));
    }
    return payload.size();
  }

  @Override
  public byte[] output() {
    return output;
  }

  @Override
  public void close() {
    send(
        Frame.newBuilder()
            .setCall(
                Call.newBuilder()
                    .setId(2)
                    .setEndTerminal(EndTerminal.newBuilder().setTerminalId(terminal.getId()))));
    while (read(socket.receive(message)).getKindCase() != Frame.KindCase.REPLY) {
      // The shell's last words.
    }
    socket.close();
  }
}
