package dev.devtail.gateway.connect;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.frame.FrameBytes;
import dev.devtail.kit.frame.FrameHead;
import dev.devtail.kit.grpc.ClientCapabilities;
import dev.devtail.kit.grpc.Faults;
import dev.devtail.kit.grpc.IdentityCredentials;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.loop.InOrder;
import dev.devtail.protocol.service.v1.TerminalServiceGrpc;
import dev.devtail.protocol.v1.Frame;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * A viewer of a terminal: a gRPC stream to the terminal's owner, over which frames go both ways as
 * they are.
 */
final class TerminalChannel implements EdgeChannel {

  private static final MethodDescriptor<byte[], byte[]> ATTACH =
      FrameBytes.method(TerminalServiceGrpc.getAttachMethod());

  /** Frames of the terminal that may be under way within the gateway. */
  private static final int FRAMES_AHEAD = 16;

  private final int number;
  private final EdgeConnection connection;
  private final EdgeServices services;
  private final Identity user;
  private final ClientCapabilities capabilities;

  private @Nullable ClientCall<byte[], byte[]> call;
  private boolean answered;
  private boolean retried;
  private boolean ended;
  private boolean blocked;

  TerminalChannel(
      int number,
      EdgeConnection connection,
      EdgeServices services,
      Identity user,
      ClientCapabilities capabilities) {
    this.number = number;
    this.connection = connection;
    this.services = services;
    this.user = user;
    this.capabilities = capabilities;
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public boolean isBlocked() {
    return blocked;
  }

  /**
   * @param openFrame the client's Open, as it came
   */
  void open(String terminalId, byte[] openFrame) {
    services
        .locator()
        .locate(user, terminalId)
        .subscribe(
            address -> connection.inLoop(() -> start(address, terminalId, openFrame)),
            failure -> connection.inLoop(() -> end(Faults.toFault(failure))));
  }

  private void start(String address, String terminalId, byte[] openFrame) {
    if (ended) {
      return;
    }
    ClientCall<byte[], byte[]> started =
        services
            .channels()
            .on(address, connection.channel().eventLoop())
            .newCall(
                ATTACH,
                CallOptions.DEFAULT.withCallCredentials(
                    new IdentityCredentials(services.tokens(), user)));
    call = started;
    started.start(new FromTerminal(started, terminalId, openFrame), capabilities.toHeaders());
    started.request(FRAMES_AHEAD);
    started.sendMessage(openFrame);
  }

  @Override
  public void fromClient(FrameHead head, byte[] frame) {
    ClientCall<byte[], byte[]> running = call;
    if (running == null && head.kind() == Frame.CLOSE_FIELD_NUMBER) {
      end(null);
      return;
    }
    if (running == null) {
      end(new Fault(FaultCode.PROTOCOL_VIOLATION, "Wait for Opened before you send."));
      return;
    }
    running.sendMessage(frame);
    if (!running.isReady()) {
      blocked = true;
      connection.updateReading();
    }
  }

  @Override
  public void onWritten() {
    if (call != null) {
      call.request(1);
    }
  }

  @Override
  public void cut() {
    ended = true;
    if (call != null) {
      call.cancel("the client is gone", null);
    }
  }

  private void end(@Nullable Fault why) {
    if (ended) {
      return;
    }
    cut();
    connection.forget(this);
    connection.closeChannel(number, why);
    connection.updateReading();
  }

  /** What the terminal's service sends; called on whichever thread it comes on. */
  private final class FromTerminal extends ClientCall.Listener<byte[]> {

    private final ClientCall<byte[], byte[]> source;
    private final String terminalId;
    private final byte[] openFrame;
    private final InOrder order = new InOrder();

    FromTerminal(ClientCall<byte[], byte[]> source, String terminalId, byte[] openFrame) {
      this.source = source;
      this.terminalId = terminalId;
      this.openFrame = openFrame;
    }

    @Override
    public void onMessage(byte[] frame) {
      EventLoop loop = connection.channel().eventLoop();
      if (order.isNow(loop.inEventLoop())) {
        deliver(frame);
      } else {
        order.enqueue(loop, () -> deliver(frame));
      }
    }

    private void deliver(byte[] frame) {
      if (ended || !source.equals(call)) {
        return;
      }
      answered = true;
      if (connection.send(TerminalChannel.this, frame)) {
        source.request(1);
      }
    }

    @Override
    public void onReady() {
      connection.inLoop(
          () -> {
            if (blocked && source.equals(call)) {
              blocked = false;
              connection.updateReading();
            }
          });
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      order.enqueue(connection.channel().eventLoop(), () -> closed(status, trailers));
    }

    private void closed(Status status, Metadata trailers) {
      if (ended || !source.equals(call)) {
        return;
      }
      if (status.isOk()) {
        end(null);
        return;
      }
      Fault fault = Faults.toFault(new StatusRuntimeException(status, trailers));
      if (fault.code() == FaultCode.NOT_FOUND && !answered && !retried) {
        // Remembered at the wrong place: ask the directory once.
        retried = true;
        services.locator().forget(terminalId);
        call = null;
        open(terminalId, openFrame);
        return;
      }
      end(fault);
    }
  }
}
