package dev.devtail.gateway.fakes;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.protocol.service.v1.ListTerminalsRequest;
import dev.devtail.protocol.service.v1.StartTerminalRequest;
import dev.devtail.protocol.service.v1.TerminalServiceGrpc.TerminalServiceImplBase;
import dev.devtail.protocol.v1.Done;
import dev.devtail.protocol.v1.EndTerminal;
import dev.devtail.protocol.v1.ExitStatus;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.SignalTerminal;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalList;
import dev.devtail.protocol.v1.TerminalState;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Terminals, and the streams of frames to them. */
public final class FakeTerminalService extends TerminalServiceImplBase {

  /** Streams that were opened, and that nobody has taken yet. */
  public final BlockingQueue<FakeAttachment> attachments = new LinkedBlockingQueue<>();

  private final Set<String> moved = ConcurrentHashMap.newKeySet();
  private final Answers answers;

  FakeTerminalService(Answers answers) {
    this.answers = answers;
  }

  @Override
  public void start(StartTerminalRequest request, StreamObserver<Terminal> caller) {
    answers.to(
        caller,
        request,
        "",
        () -> {
          if (request.getSpec().getCommandList().contains("no-such-program")) {
            throw new Fault(FaultCode.START_FAILED, "There is no program no-such-program.");
          }
          return terminal("t1", TerminalState.TERMINAL_STATE_RUNNING, 1);
        });
  }

  @Override
  public void list(ListTerminalsRequest request, StreamObserver<TerminalList> caller) {
    answers.to(
        caller,
        request,
        request.getSessionId(),
        () ->
            TerminalList.newBuilder()
                .addTerminals(terminal("t2", TerminalState.TERMINAL_STATE_DRAINING, 2))
                .addTerminals(terminal("t3", TerminalState.TERMINAL_STATE_ENDED, 3))
                .addTerminals(terminal("t1", TerminalState.TERMINAL_STATE_RUNNING, 1))
                .build());
  }

  @Override
  public void signal(SignalTerminal request, StreamObserver<Done> caller) {
    act(request, request.getTerminalId(), caller);
  }

  @Override
  public void end(EndTerminal request, StreamObserver<Done> caller) {
    act(request, request.getTerminalId(), caller);
  }

  private void act(Message request, String id, StreamObserver<Done> caller) {
    answers.to(
        caller,
        request,
        id,
        () -> {
          failIfMoved(id);
          return Done.getDefaultInstance();
        });
  }

  @Override
  public StreamObserver<Frame> attach(StreamObserver<Frame> caller) {
    return new FakeAttachment((ServerCallStreamObserver<Frame>) caller, Answers.user(), this);
  }

  /** A stream has said what it is for. */
  void opened(FakeAttachment attachment, String id) {
    Answers.failIfAsked(id);
    failIfMoved(id);
    attachments.add(attachment);
  }

  /** The next stream that came. */
  public FakeAttachment attached() {
    try {
      FakeAttachment next = attachments.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nobody attached");
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void failIfMoved(String id) {
    if (id.startsWith("moved") && moved.add(id)) {
      throw Fault.notFound("terminal", id);
    }
  }

  private static Terminal terminal(String id, TerminalState state, long start) {
    Terminal.Builder terminal =
        Terminal.newBuilder()
            .setId(id)
            .setSessionId("s1")
            .setName("shell")
            .addCommand("sh")
            .setSize(Size.newBuilder().setColumns(80).setRows(24))
            .setState(state)
            .setStartedAt(Timestamp.newBuilder().setSeconds(start))
            .setIncarnation(-1);
    if (state == TerminalState.TERMINAL_STATE_ENDED) {
      terminal.setExit(ExitStatus.newBuilder().setCode(143).setSignal(15));
    }
    return terminal.build();
  }
}
