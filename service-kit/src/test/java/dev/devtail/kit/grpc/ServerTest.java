package dev.devtail.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.kit.loop.EventLoops;
import dev.devtail.protocol.service.v1.SessionServiceGrpc;
import dev.devtail.protocol.service.v1.SessionServiceGrpc.SessionServiceStub;
import dev.devtail.protocol.v1.GetSession;
import dev.devtail.protocol.v1.Session;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Identity, channels and reactive calls together, over both transports. */
class ServerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final IdentityTokens tokens =
      new IdentityTokens(new byte[IdentityTokens.MIN_KEY_BYTES], Clock.systemUTC());
  private final EventLoops loops = new EventLoops(2);
  private final ServiceChannels channels = new ServiceChannels(loops);
  private final String name = UUID.randomUUID().toString();
  private List<Server> servers = List.of();
  private List<ManagedChannel> opened = List.of();

  @AfterEach
  void stop() {
    opened.forEach(ManagedChannel::shutdownNow);
    servers.forEach(Server::shutdownNow);
    loops.close();
  }

  /** Serves {@code Get} with the given answer. */
  private SessionServiceStub serve(String transport, Function<GetSession, Mono<Session>> answer)
      throws Exception {
    var service =
        ServerInterceptors.intercept(
            new SessionServiceGrpc.SessionServiceImplBase() {
              @Override
              public void get(GetSession request, StreamObserver<Session> observer) {
                ReactiveCalls.answer(observer, () -> answer.apply(request));
              }
            },
            new IdentityServerInterceptor(tokens));
    Server server =
        (transport.equals("tcp")
                ? NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .bossEventLoopGroup(loops.group())
                    .workerEventLoopGroup(loops.group())
                    .channelType(loops.serverChannelType())
                : InProcessServerBuilder.forName(name))
            .directExecutor()
            .addService(service)
            .build()
            .start();
    servers = List.of(server);
    ManagedChannel channel =
        channels.open(
            transport.equals("tcp") ? "127.0.0.1:" + server.getPort() : "in-process:" + name);
    opened = List.of(channel);
    return SessionServiceGrpc.newStub(channel);
  }

  private SessionServiceStub as(SessionServiceStub stub, Identity identity) {
    return stub.withCallCredentials(new IdentityCredentials(tokens, identity));
  }

  private static Mono<Session> get(SessionServiceStub stub) {
    return ReactiveCalls.call(stub::get, GetSession.newBuilder().setSessionId("s").build());
  }

  private static void assertFails(Mono<Session> call, FaultCode code) {
    StepVerifier.create(call)
        .expectErrorSatisfies(
            failure ->
                assertThat(failure)
                    .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(code)))
        .verify(PATIENCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "in-process"})
  void theIdentityIsThereWhenTheCallStarts(String transport) throws Exception {
    SessionServiceStub stub =
        serve(
            transport,
            request -> {
              Identity caller = IdentityServerInterceptor.current();
              return Mono.just(
                  Session.newBuilder()
                      .setId(request.getSessionId())
                      .setUser(caller.user())
                      .build());
            });
    StepVerifier.create(get(as(stub, Identity.user("ada"))))
        .expectNext(Session.newBuilder().setId("s").setUser("ada").build())
        .expectComplete()
        .verify(PATIENCE);
    assertFails(get(stub), FaultCode.UNAUTHENTICATED);
  }

  @Test
  void onlyAServiceIsAService() throws Exception {
    SessionServiceStub stub =
        serve(
            "in-process",
            request -> {
              IdentityServerInterceptor.requireService();
              return Mono.just(Session.getDefaultInstance());
            });
    StepVerifier.create(get(as(stub, Identity.service("terminal-service"))))
        .expectNextCount(1)
        .expectComplete()
        .verify(PATIENCE);
    assertFails(get(as(stub, Identity.user("ada"))), FaultCode.PERMISSION_DENIED);
  }

  @Test
  void outsideOfACallThereIsNoIdentity() {
    Mono<Session> none =
        Mono.fromCallable(
            () -> Session.newBuilder().setUser(IdentityServerInterceptor.current().user()).build());
    assertFails(none, FaultCode.UNAUTHENTICATED);
  }

  @Test
  void aForgedIdentityIsRefused() throws Exception {
    SessionServiceStub stub =
        serve("in-process", request -> Mono.just(Session.getDefaultInstance()));
    byte[] otherKey = new byte[IdentityTokens.MIN_KEY_BYTES];
    otherKey[0] = 1;
    IdentityTokens forger = new IdentityTokens(otherKey, Clock.systemUTC());
    assertFails(
        get(stub.withCallCredentials(new IdentityCredentials(forger, Identity.user("ada")))),
        FaultCode.UNAUTHENTICATED);
  }

  @Test
  void aFaultArrivesWhetherThrownOrSignalled() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    SessionServiceStub stub =
        as(
            serve(
                "tcp",
                request -> {
                  if (calls.getAndIncrement() == 0) {
                    throw Fault.notFound("session", "s");
                  }
                  return Mono.error(Fault.notFound("session", "s"));
                }),
            Identity.user("ada"));
    assertFails(get(stub), FaultCode.NOT_FOUND);
    assertFails(get(stub), FaultCode.NOT_FOUND);
  }

  @Test
  void aBugIsInternal() throws Exception {
    SessionServiceStub stub =
        serve("in-process", request -> Mono.error(new IllegalStateException("bug")));
    assertFails(get(as(stub, Identity.user("ada"))), FaultCode.INTERNAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "in-process"})
  void cancellingACallCancelsTheWork(String transport) throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    SessionServiceStub stub =
        serve(
            transport,
            request ->
                Mono.<Session>never()
                    .doOnSubscribe(subscription -> started.countDown())
                    .doOnCancel(cancelled::countDown));
    Disposable running = get(as(stub, Identity.user("ada"))).subscribe();
    await().atMost(PATIENCE).until(() -> started.getCount() == 0);
    running.dispose();
    await().atMost(PATIENCE).until(() -> cancelled.getCount() == 0);
  }

  @Test
  void aServiceThatIsNotThereIsUnavailable() {
    ManagedChannel nobody = channels.open("in-process:nobody-" + name);
    opened = List.of(nobody);
    assertFails(
        get(as(SessionServiceGrpc.newStub(nobody), Identity.user("ada"))), FaultCode.UNAVAILABLE);
  }

  @Test
  void aCallIsMadeOnlyWhenSubscribedTo() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    SessionServiceStub stub =
        serve(
            "in-process",
            request -> {
              calls.incrementAndGet();
              return Mono.just(Session.getDefaultInstance());
            });
    Mono<Session> call = get(as(stub, Identity.user("ada")));
    assertThat(calls).hasValue(0);
    StepVerifier.create(call).expectNextCount(1).expectComplete().verify(PATIENCE);
    StepVerifier.create(call).expectNextCount(1).expectComplete().verify(PATIENCE);
    assertThat(calls).hasValue(2);
  }
}
