package dev.devtail.terminal.grpc;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.frame.DataFrame;
import dev.devtail.kit.frame.FrameBytes;
import dev.devtail.kit.frame.MalformedFrameException;
import dev.devtail.kit.grpc.Faults;
import dev.devtail.kit.loop.InOrder;
import dev.devtail.kit.rules.FieldRules;
import dev.devtail.protocol.v1.Ack;
import dev.devtail.protocol.v1.AttachTerminal;
import dev.devtail.protocol.v1.Credit;
import dev.devtail.protocol.v1.Data;
import dev.devtail.protocol.v1.Exited;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Opened;
import dev.devtail.protocol.v1.TerminalControl;
import dev.devtail.terminal.domain.AttachRequest;
import dev.devtail.terminal.domain.Exit;
import dev.devtail.terminal.domain.OutputRing;
import dev.devtail.terminal.domain.Terminal;
import dev.devtail.terminal.domain.TerminalId;
import dev.devtail.terminal.domain.TerminalInfo;
import dev.devtail.terminal.domain.TerminalLoop;
import dev.devtail.terminal.domain.Terminals;
import dev.devtail.terminal.domain.ViewerId;
import dev.devtail.terminal.domain.ViewerSink;
import dev.devtail.terminal.domain.WindowSize;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/**
 * One channel of one client: its frames in, the terminal's frames out. Until it is opened it lives
 * on the thread of the call; from then on everything happens on the terminal's loop.
 */
final class AttachStream implements StreamObserver<byte[]>, ViewerSink {

  /** Largest payload of one Data frame from a client, in bytes; as the rule in the schema. */
  private static final int MAX_PAYLOAD_BYTES = 64 * 1024;

  /**
   * Frames of a client that may be under way within the service; its input is bounded by credit.
   */
  private static final int FRAMES_AHEAD = 32;

  private final Terminals terminals;
  private final String user;
  private final ServerCallStreamObserver<byte[]> toViewer;
  private final InOrder order = new InOrder();

  private final FrameEncoder encoder;
  private final long memoryBytes;
  private volatile @Nullable Attached attached;
  private boolean closed;

  private record Attached(Terminal terminal, ViewerId viewer) {}

  /**
   * @param memoryBytes what the client says that it can hold of a screen, unsigned; 0 if it does
   *     not
   */
  AttachStream(
      Terminals terminals,
      String user,
      FrameEncoder encoder,
      long memoryBytes,
      ServerCallStreamObserver<byte[]> toViewer) {
    this.terminals = terminals;
    this.user = user;
    this.encoder = encoder;
    this.memoryBytes = memoryBytes;
    this.toViewer = toViewer;
    toViewer.disableAutoRequest();
    toViewer.setOnReadyHandler(this::onReady);
    toViewer.setOnCancelHandler(this::onCut);
    toViewer.request(FRAMES_AHEAD);
  }

  // ---- from the client

  @Override
  public void onNext(byte[] frame) {
    Attached current = attached;
    if (current == null) {
      // What was under way behind a refused Open must not open anything.
      if (!closed) {
        open(frame);
      }
      return;
    }
    TerminalLoop loop = current.terminal().loop();
    if (order.isNow(loop.inLoop())) {
      receive(current, frame);
    } else {
      order.enqueue(loop::execute, () -> receive(current, frame));
    }
  }

  private void open(byte[] bytes) {
    try {
      Frame frame = FieldRules.check(FrameBytes.parse(bytes));
      if (!frame.hasOpen()) {
        throw TerminalGrpcService.notOpened();
      }
      AttachTerminal attach = frame.getOpen().getTerminal();
      AttachRequest request = TerminalMessages.toDomain(attach, memoryBytes);
      Terminal terminal = terminals.get(new TerminalId(attach.getTerminalId()), user);
      encoder.open(frame.getChannel(), terminal.loop(), attach.getCompress());
      Attached now = new Attached(terminal, request.viewer());
      attached = now;
      order.enqueue(
          terminal.loop()::execute, () -> guarded(now, () -> terminal.attach(request, this)));
    } catch (RuntimeException e) {
      closed(asFault(e));
    }
  }

  private void receive(Attached current, byte[] bytes) {
    guarded(current, () -> dispatch(current.terminal(), current.viewer(), bytes));
    toViewer.request(1);
  }

  private void dispatch(Terminal terminal, ViewerId viewer, byte[] bytes) {
    DataFrame data = DataFrame.read(bytes);
    if (data != null) {
      input(terminal, viewer, data);
      return;
    }
    Frame frame = FieldRules.check(FrameBytes.parse(bytes));
    switch (frame.getKindCase()) {
      case DATA -> input(terminal, viewer, asDataFrame(frame.getData()));
      case ACK -> terminal.onAck(viewer, this, frame.getAck().getOffset());
      case CREDIT -> terminal.onCredit(viewer, this, frame.getCredit().getLimit());
      case CONTROL -> control(terminal, viewer, frame.getControl());
      case CLOSE -> terminal.onDetach(viewer, this);
      case HELLO,
          WELCOME,
          CALL,
          REPLY,
          PING,
          PONG,
          OPEN,
          OPENED,
          SCREEN,
          EXITED,
          EVENT,
          FRAGMENT,
          REATTACH,
          KIND_NOT_SET ->
          throw new Fault(
              FaultCode.PROTOCOL_VIOLATION,
              "A client does not send %s on an open channel.".formatted(frame.getKindCase()));
    }
  }

  private void input(Terminal terminal, ViewerId viewer, DataFrame data) {
    if (data.length() > MAX_PAYLOAD_BYTES) {
      throw Fault.invalid("data.payload", data.length() + " bytes", "<= " + MAX_PAYLOAD_BYTES);
    }
    terminal.onInput(
        viewer, this, data.offset(), data.ack(), data.bytes(), data.start(), data.length());
  }

  private static DataFrame asDataFrame(Data data) {
    if (data.getUnpackedBytes() != 0) {
      throw Fault.invalid("data.unpacked_bytes", data.getUnpackedBytes(), "0: input is not packed");
    }
    byte[] payload = data.getPayload().toByteArray();
    return new DataFrame(data.getOffset(), data.getAck(), payload, 0, payload.length);
  }

  private void control(Terminal terminal, ViewerId viewer, TerminalControl control) {
    switch (control.getControlCase()) {
      case RESIZE ->
          terminal.onResize(viewer, this, TerminalMessages.toDomain(control.getResize()));
      case SIGNAL ->
          terminal.onSignal(viewer, this, TerminalMessages.toDomain(control.getSignal()));
      case SIZE_POLICY ->
          terminal.onSizePolicy(viewer, this, TerminalMessages.toDomain(control.getSizePolicy()));
      case CONTROL_NOT_SET ->
          throw Fault.invalid("control", "none", "resize, signal or size_policy");
    }
  }

  /** A frame that cannot be taken ends this channel, and nothing else. */
  private void guarded(Attached current, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      current.terminal().onCut(current.viewer(), this);
      closed(asFault(e));
    }
  }

  private static Fault asFault(RuntimeException e) {
    return e instanceof MalformedFrameException malformed
        ? new Fault(
            FaultCode.PROTOCOL_VIOLATION, "Malformed frame: " + malformed.getMessage() + ".")
        : Faults.toFault(e);
  }

  @Override
  public void onError(Throwable cut) {
    onCut();
  }

  @Override
  public void onCompleted() {
    onCut();
  }

  private void onCut() {
    Attached current = attached;
    if (current == null) {
      closed(null);
      return;
    }
    order.enqueue(
        current.terminal().loop()::execute,
        () -> {
          current.terminal().onCut(current.viewer(), this);
          closed(null);
        });
  }

  private void onReady() {
    Attached current = attached;
    if (current != null) {
      current.terminal().loop().run(() -> current.terminal().onSinkReady(current.viewer(), this));
    }
  }

  // ---- to the client, on the terminal's loop

  @Override
  public boolean isReady() {
    return !closed && toViewer.isReady();
  }

  @Override
  public void opened(TerminalInfo terminal, Attachment attachment) {
    encoder.startAt(attachment.outputOffset());
    send(
        frame()
            .setOpened(
                Opened.newBuilder()
                    .setTerminal(TerminalMessages.toMessage(terminal))
                    .setResumed(attachment.resumed())
                    .setOutputOffset(attachment.outputOffset())
                    .setInputOffset(attachment.inputOffset())
                    .setInputLimit(attachment.inputLimit())
                    .setRole(TerminalMessages.toMessage(attachment.role()))));
  }

  @Override
  public void screen(
      long offset, WindowSize size, byte[] dump, int start, int length, boolean last) {
    send(encoder.screen(offset, size, dump, start, length, last));
  }

  @Override
  public void resized(WindowSize size) {
    send(
        frame()
            .setControl(TerminalControl.newBuilder().setResize(TerminalMessages.toMessage(size))));
  }

  @Override
  public void data(OutputRing output, long offset, int length, long ack) {
    send(encoder.data(output, offset, length, ack));
  }

  @Override
  public void ack(long offset) {
    send(frame().setAck(Ack.newBuilder().setOffset(offset)));
  }

  @Override
  public void credit(long limit) {
    send(frame().setCredit(Credit.newBuilder().setLimit(limit)));
  }

  @Override
  public void exited(@Nullable Exit exit, long finalOffset, boolean draining) {
    Exited.Builder exited =
        Exited.newBuilder()
            .setFinalOffset(finalOffset)
            .setDraining(draining)
            .setCause(TerminalMessages.causeOf(exit));
    if (exit != null) {
      exited.setStatus(TerminalMessages.toMessage(exit));
    }
    send(frame().setExited(exited));
  }

  @Override
  public void closed(@Nullable Fault why) {
    if (closed) {
      return;
    }
    closed = true;
    if (toViewer.isCancelled()) {
      return;
    }
    if (why == null) {
      toViewer.onCompleted();
    } else {
      toViewer.onError(Faults.toStatus(why));
    }
  }

  private Frame.Builder frame() {
    return encoder.frame();
  }

  private void send(Frame.Builder frame) {
    send(frame.build().toByteArray());
  }

  private void send(byte[] frame) {
    if (!closed && !toViewer.isCancelled()) {
      toViewer.onNext(frame);
    }
  }
}
