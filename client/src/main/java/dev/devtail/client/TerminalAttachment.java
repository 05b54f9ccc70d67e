package dev.devtail.client;

import com.google.protobuf.ByteString;
import dev.devtail.protocol.v1.Ack;
import dev.devtail.protocol.v1.AttachTerminal;
import dev.devtail.protocol.v1.Close;
import dev.devtail.protocol.v1.Compression;
import dev.devtail.protocol.v1.Credit;
import dev.devtail.protocol.v1.Data;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Open;
import dev.devtail.protocol.v1.Opened;
import dev.devtail.protocol.v1.Resume;
import dev.devtail.protocol.v1.Screen;
import dev.devtail.protocol.v1.Signal;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.TerminalControl;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One viewer of a terminal, through all the connections it takes. Its methods may be called from
 * any thread; it lives on the client's loop.
 */
public final class TerminalAttachment extends ClientChannel {

  /** Input kept until the terminal has it, in bytes. */
  public static final int INPUT_BUFFER_BYTES = 64 * 1024;

  /** Largest payload of one Data frame, in bytes. */
  private static final int MAX_PAYLOAD_BYTES = 16 * 1024;

  /**
   * Most output that is dealt with before the terminal hears of it, in bytes: a terminal with a
   * small ring lets its program wait for the acknowledgement, however large the window is.
   */
  private static final int GRANT_BYTES = 16 * 1024;

  /** Writes that may wait for room in the buffer. */
  private static final int MAX_WAITING = 1024;

  /** Input that is not in the buffer yet. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Waiting(byte[] bytes, CompletableFuture<@Nullable Void> taken) {}

  private final DevtailConnection connection;
  private final String terminalId;
  private final ByteString viewerId;
  private final long window;
  private final TerminalListener listener;
  private final InputBuffer input = new InputBuffer(INPUT_BUFFER_BYTES);

  private Size size;
  private long epoch;
  private int channel;
  private boolean opened;
  private boolean closed;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int waitingStart;

  /** 0 until it was attached once: then there is nothing to go on from. */
  private long incarnation;

  /** Whether what the listener has been shown is whole: in the middle of a screen it is not. */
  private boolean whole = true;

  private @Nullable Decompressor decompressor;
  private long have;
  private long acked;
  private long consumed;
  private long granted;

  TerminalAttachment(
      DevtailConnection connection,
      String terminalId,
      ByteString viewerId,
      Size size,
      long window,
      long incarnation,
      TerminalListener listener) {
    this.connection = connection;
    this.terminalId = terminalId;
    this.viewerId = viewerId;
    this.size = size;
    this.window = window;
    this.incarnation = incarnation;
    this.listener = listener;
  }

  // ---- for the user of it, from any thread

  /**
   * Types. Whoever has much to say waits for the future before it says more.
   *
   * @return completes once all of it is in the buffer, from where it is not lost any more; fails
   *     with a {@link DevtailException} if the terminal is closed before that
   */
  public CompletableFuture<@Nullable Void> write(byte[] bytes) {
    Waiting input = new Waiting(bytes.clone(), new CompletableFuture<>());
    connection.loop().execute(() -> addInput(input));
    return input.taken();
  }

  /** Output below {@code offset} has been dealt with; more may come. */
  public void consumed(long offset) {
    connection.loop().execute(() -> onConsumed(offset));
  }

  public void resize(Size newSize) {
    connection.loop().execute(() -> changeSize(newSize));
  }

  public void signal(Signal signal) {
    connection
        .loop()
        .execute(() -> sendIfOpen(control(TerminalControl.newBuilder().setSignal(signal))));
  }

  /** Detaches: the terminal goes on without this viewer. */
  public void detach() {
    connection.loop().execute(this::close);
  }

  // ---- on the loop

  private void addInput(Waiting fresh) {
    if (closed) {
      fresh.taken().completeExceptionally(over());
    } else if (waiting.size() >= MAX_WAITING) {
      fresh
          .taken()
          .completeExceptionally(
              DevtailException.of(
                  ErrorCode.ERROR_CODE_RESOURCE_EXHAUSTED, "Wait for what was written before."));
    } else {
      waiting.add(fresh);
      refill();
    }
  }

  private void pumpInput() {
    while (opened) {
      byte[] piece = input.next(MAX_PAYLOAD_BYTES);
      if (piece.length == 0) {
        return;
      }
      acked = have;
      connection.send(
          frame()
              .setData(
                  Data.newBuilder()
                      .setOffset(input.sent())
                      .setAck(have)
                      .setPayload(ByteString.copyFrom(piece)))
              .build());
      input.onSent(piece.length);
    }
  }

  private void refill() {
    for (Waiting head = waiting.peek(); head != null; head = waiting.peek()) {
      int rest = head.bytes().length - waitingStart;
      int taken = input.add(head.bytes(), waitingStart, rest);
      if (taken < rest) {
        waitingStart += taken;
        break;
      }
      waitingStart = 0;
      waiting.remove();
      head.taken().complete(null);
      listener.onTyped(head.bytes(), input.end());
    }
    pumpInput();
  }

  private void failWaiting() {
    waiting.forEach(input -> input.taken().completeExceptionally(over()));
    waiting.clear();
  }

  private static DevtailException over() {
    return DevtailException.of(ErrorCode.ERROR_CODE_ENDED, "This terminal is not attached.");
  }

  private void onConsumed(long offset) {
    consumed = Math.max(consumed, offset);
    if (consumed + window - granted >= Math.min(window / 4, GRANT_BYTES)) {
      grant();
    }
  }

  private void grant() {
    granted = consumed + window;
    if (opened) {
      sendAck();
      connection.send(frame().setCredit(Credit.newBuilder().setLimit(granted)).build());
    }
  }

  private void sendAck() {
    if (acked != have) {
      acked = have;
      connection.send(frame().setAck(Ack.newBuilder().setOffset(have)).build());
    }
  }

  private void changeSize(Size newSize) {
    size = newSize;
    sendIfOpen(control(TerminalControl.newBuilder().setResize(newSize)));
  }

  private Frame control(TerminalControl.Builder control) {
    return frame().setControl(control).build();
  }

  private void sendIfOpen(Frame frame) {
    if (opened) {
      connection.send(frame.toBuilder().setChannel(channel).build());
    }
  }

  private void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (channel != 0) {
      connection.send(frame().setClose(Close.getDefaultInstance()).build());
    }
    failWaiting();
    connection.forget(this);
    listener.onClosed(null);
  }

  @Override
  boolean isAwaited() {
    return !opened;
  }

  int channel() {
    return channel;
  }

  /** Attaches from where it was. */
  @Override
  void open(int onChannel, Compression compression) {
    channel = onChannel;
    decompressor =
        compression == Compression.COMPRESSION_NONE ? null : new Decompressor(compression);
    opened = false;
    epoch++;
    AttachTerminal.Builder attach =
        AttachTerminal.newBuilder()
            .setTerminalId(terminalId)
            .setViewerId(viewerId)
            .setEpoch(epoch)
            .setSize(size)
            .setWindowBytes(window)
            .setCompress(decompressor != null);
    if (incarnation != 0 && whole) {
      attach.setResume(Resume.newBuilder().setIncarnation(incarnation).setOutputOffset(have));
    }
    connection.send(frame().setOpen(Open.newBuilder().setTerminal(attach)).build());
  }

  @Override
  void onCut() {
    opened = false;
    channel = 0;
  }

  @Override
  void onFrame(Frame frame) {
    try {
      dispatch(frame);
    } catch (MalformedPieceException malformed) {
      connection.onBroken("output that cannot be unpacked: " + malformed.getMessage());
    }
  }

  private void dispatch(Frame frame) throws MalformedPieceException {
    switch (frame.getKindCase()) {
      case OPENED -> onOpened(frame.getOpened());
      case DATA -> onData(frame.getData());
      case ACK -> {
        onInputAck(frame.getAck().getOffset());
        listener.onInputTaken(frame.getAck().getOffset());
      }
      case CREDIT -> {
        input.onCredit(frame.getCredit().getLimit());
        refill();
      }
      case SCREEN -> onScreen(frame.getScreen());
      case CONTROL -> {
        if (frame.getControl().hasResize()) {
          listener.onResized(frame.getControl().getResize());
        }
      }
      case EXITED -> {
        sendAck();
        listener.onExited(frame.getExited());
      }
      case CLOSE -> onClose(frame.getClose());
      default -> {
        // A later version of the protocol may say more; it is not for us.
      }
    }
  }

  private void onOpened(Opened answer) {
    opened = true;
    incarnation = answer.getTerminal().getIncarnation();
    long lost = input.restart(answer.getInputOffset(), answer.getInputLimit());
    if (lost > 0) {
      listener.onInputLost(lost);
    }
    have = answer.getOutputOffset();
    acked = have;
    granted = have + window;
    if (decompressor != null) {
      decompressor.restart();
    }
    if (!answer.getResumed()) {
      whole = false;
      consumed = have;
    }
    connection.onChannelOpened();
    listener.onOpened(answer);
    if (consumed + window > granted) {
      grant();
    }
    refill();
  }

  private void onScreen(Screen compressed) throws MalformedPieceException {
    Screen piece = decompressed(compressed);
    whole = piece.getLast();
    have = piece.getOffset();
    consumed = have;
    granted = Math.max(granted, have + window);
    listener.onScreen(piece);
  }

  private Screen decompressed(Screen piece) throws MalformedPieceException {
    Decompressor mine = decompressor;
    if (mine == null) {
      return piece;
    }
    if (whole) {
      mine.restart();
    }
    ByteString payload = mine.next(piece.getPayload(), piece.getUnpackedBytes());
    if (piece.getLast()) {
      mine.restart();
    }
    return piece.toBuilder().setPayload(payload).clearUnpackedBytes().build();
  }

  private void onData(Data data) throws MalformedPieceException {
    onInputAck(data.getAck());
    onOutput(data);
    listener.onInputTaken(data.getAck());
  }

  private void onOutput(Data data) throws MalformedPieceException {
    long offset = data.getOffset();
    if (offset > have) {
      connection.onBroken("output with a hole");
      return;
    }
    Decompressor mine = decompressor;
    ByteString payload =
        mine == null ? data.getPayload() : mine.next(data.getPayload(), data.getUnpackedBytes());
    if (offset + payload.size() <= have) {
      return;
    }
    byte[] fresh = payload.substring((int) (have - offset)).toByteArray();
    long at = have;
    have += fresh.length;
    listener.onOutput(at, fresh);
  }

  private void onInputAck(long offset) {
    input.onAck(offset);
    if (!waiting.isEmpty()) {
      refill();
    }
  }

  private void onClose(Close close) {
    opened = false;
    channel = 0;
    Error error = close.hasError() ? close.getError() : null;
    if (error != null && mayComeBack(error.getCode())) {
      connection.reopenLater(this, error);
      return;
    }
    closed = true;
    failWaiting();
    connection.forget(this);
    listener.onClosed(error);
  }

  /** A part behind the gateway is away: the connection is fine, the channel is tried again. */
  private static boolean mayComeBack(@Nullable ErrorCode code) {
    return code == ErrorCode.ERROR_CODE_UNAVAILABLE || code == ErrorCode.ERROR_CODE_TIMEOUT;
  }

  @Override
  boolean isClosed() {
    return closed;
  }

  @Override
  void onConnectionClosed(@Nullable Error error) {
    if (!closed) {
      closed = true;
      opened = false;
      failWaiting();
      listener.onClosed(error);
    }
  }

  private Frame.Builder frame() {
    return Frame.newBuilder().setChannel(channel);
  }
}
