package dev.devtail.terminal.grpc;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.frame.FrameBytes;
import dev.devtail.kit.grpc.ClientCapabilities;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.rules.FieldRules;
import dev.devtail.protocol.service.v1.ListTerminalsRequest;
import dev.devtail.protocol.service.v1.StartTerminalRequest;
import dev.devtail.protocol.service.v1.TerminalServiceGrpc;
import dev.devtail.protocol.v1.Done;
import dev.devtail.protocol.v1.EndTerminal;
import dev.devtail.protocol.v1.SignalTerminal;
import dev.devtail.protocol.v1.TerminalList;
import dev.devtail.protocol.v1.TerminalSpec;
import dev.devtail.terminal.compression.Compressors;
import dev.devtail.terminal.domain.StartRequest;
import dev.devtail.terminal.domain.Terminal;
import dev.devtail.terminal.domain.TerminalId;
import dev.devtail.terminal.domain.TerminalSignal;
import dev.devtail.terminal.domain.Terminals;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import reactor.core.publisher.Mono;

/** Terminals over gRPC. A user sees their own only; another's does not exist. */
public final class TerminalGrpcService implements BindableService {

  private static final MethodDescriptor<byte[], byte[]> ATTACH =
      FrameBytes.method(TerminalServiceGrpc.getAttachMethod());

  private final Terminals terminals;
  private final Compressors compressors;

  public TerminalGrpcService(Terminals terminals, Compressors compressors) {
    this.terminals = terminals;
    this.compressors = compressors;
  }

  /** The generated service, but for Attach, which is served on the frames' bytes. */
  @Override
  public ServerServiceDefinition bindService() {
    ServerServiceDefinition generated = new Calls().bindService();
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(generated.getServiceDescriptor().getName())
            .setSchemaDescriptor(generated.getServiceDescriptor().getSchemaDescriptor());
    generated.getServiceDescriptor().getMethods().stream()
        .map(method -> isAttach(method) ? ATTACH : method)
        .forEach(descriptor::addMethod);
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(descriptor.build());
    generated.getMethods().stream()
        .filter(method -> !isAttach(method.getMethodDescriptor()))
        .forEach(service::addMethod);
    service.addMethod(ATTACH, ServerCalls.asyncBidiStreamingCall(this::attach));
    return ServerInterceptors.intercept(service.build(), ClientCapabilities.interceptor());
  }

  private static boolean isAttach(MethodDescriptor<?, ?> method) {
    return method.getFullMethodName().equals(ATTACH.getFullMethodName());
  }

  private StreamObserver<byte[]> attach(StreamObserver<byte[]> toViewer) {
    ClientCapabilities client = ClientCapabilities.current();
    return new AttachStream(
        terminals,
        IdentityServerInterceptor.current().user(),
        new FrameEncoder(compressors, client.compression()),
        client.memoryBytes(),
        (ServerCallStreamObserver<byte[]>) toViewer);
  }

  private Terminal owned(String id) {
    return terminals.get(new TerminalId(id), IdentityServerInterceptor.current().user());
  }

  private final class Calls extends TerminalServiceGrpc.TerminalServiceImplBase {

    @Override
    public void start(
        StartTerminalRequest request, StreamObserver<dev.devtail.protocol.v1.Terminal> observer) {
      ReactiveCalls.answer(
          observer,
          () -> {
            FieldRules.check(request);
            TerminalSpec spec = request.getSpec();
            StartRequest start =
                new StartRequest(
                    IdentityServerInterceptor.current().user(),
                    request.getSessionId(),
                    TerminalMessages.toDomain(request.getRequestKey()),
                    request.getWorkspace(),
                    spec.getCommandList(),
                    spec.getDirectory(),
                    spec.getEnvironmentMap(),
                    spec.getName(),
                    TerminalMessages.toDomain(spec.getSize()));
            return Mono.fromFuture(terminals.start(start), true).map(TerminalMessages::toMessage);
          });
    }

    @Override
    public void list(ListTerminalsRequest request, StreamObserver<TerminalList> observer) {
      ReactiveCalls.answer(
          observer,
          () -> {
            FieldRules.check(request);
            String user = IdentityServerInterceptor.current().user();
            TerminalList.Builder list = TerminalList.newBuilder();
            terminals
                .list(user, request.getSessionId())
                .forEach(info -> list.addTerminals(TerminalMessages.toMessage(info)));
            return Mono.just(list.build());
          });
    }

    @Override
    public void signal(SignalTerminal request, StreamObserver<Done> observer) {
      ReactiveCalls.answer(
          observer,
          () -> {
            FieldRules.check(request);
            TerminalSignal signal = TerminalMessages.toDomain(request.getSignal());
            return onLoop(owned(request.getTerminalId()), terminal -> terminal.signal(signal));
          });
    }

    @Override
    public void end(EndTerminal request, StreamObserver<Done> observer) {
      ReactiveCalls.answer(
          observer,
          () -> {
            FieldRules.check(request);
            return onLoop(owned(request.getTerminalId()), Terminal::terminate);
          });
    }

    private Mono<Done> onLoop(Terminal terminal, java.util.function.Consumer<Terminal> action) {
      return Mono.create(
          sink ->
              terminal
                  .loop()
                  .run(
                      () -> {
                        try {
                          action.accept(terminal);
                          sink.success(Done.getDefaultInstance());
                        } catch (RuntimeException e) {
                          sink.error(e);
                        }
                      }));
    }
  }

  /** The rule that a stream's first frame opens a terminal. */
  static Fault notOpened() {
    return Fault.invalid("kind", "another frame", "open.terminal as the first frame of a channel");
  }
}
