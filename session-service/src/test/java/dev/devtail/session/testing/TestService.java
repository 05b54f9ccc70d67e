package dev.devtail.session.testing;

import static org.awaitility.Awaitility.await;

import dev.devtail.kit.database.DatabaseHealth;
import dev.devtail.kit.grpc.IdentityCredentials;
import dev.devtail.kit.grpc.ServiceChannels;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.session.SessionServiceApplication;
import dev.devtail.testing.database.TestDatabase;
import io.grpc.ManagedChannel;
import io.grpc.stub.AbstractStub;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.grpc.server.lifecycle.GrpcServerStartedEvent;

/** The whole service on a test database, with typed clients, in process or over TCP. */
public final class TestService implements AutoCloseable {

  private static final byte[] KEY = new byte[IdentityTokens.MIN_KEY_BYTES];

  static {
    Arrays.fill(KEY, (byte) 7);
  }

  private final String name = "session-" + UUID.randomUUID();
  private final ConfigurableApplicationContext context;
  private final ServiceChannels channels;
  private final IdentityTokens tokens;
  private final ManagedChannel inProcess;
  private int port;

  /**
   * @param arguments more {@code --key=value}
   */
  public TestService(TestDatabase database, String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--spring.grpc.server.port=0",
                "--spring.grpc.server.inprocess.name=" + name,
                "--spring.grpc.server.shutdown.grace-period=1s",
                "--devtail.event-loops=1",
                "--devtail.identity.key=" + Base64.getEncoder().encodeToString(KEY),
                "--devtail.session.database.url=" + database.url(),
                "--devtail.session.database.username=" + database.username(),
                "--devtail.session.database.password=" + database.password()));
    all.addAll(List.of(arguments));
    SpringApplication application = SessionServiceApplication.application();
    application.addListeners(
        (GrpcServerStartedEvent started) -> port = Math.max(port, started.getPort()));
    this.context = application.run(all.toArray(String[]::new));
    this.channels = context.getBean(ServiceChannels.class);
    this.tokens = context.getBean(IdentityTokens.class);
    this.inProcess = channels.open("in-process:" + name);
  }

  /** Waits until the schema is there. */
  public TestService ready() {
    DatabaseHealth health = bean(DatabaseHealth.class);
    await().until(() -> health.health().block(), state -> state.getStatus().equals(Status.UP));
    return this;
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** A stub without identity, over the in-process transport. */
  public <S extends AbstractStub<S>> S anonymous(Function<ManagedChannel, S> stub) {
    return stub.apply(inProcess);
  }

  /** A stub that calls as the given identity, over the in-process transport. */
  public <S extends AbstractStub<S>> S as(Identity identity, Function<ManagedChannel, S> stub) {
    return anonymous(stub).withCallCredentials(new IdentityCredentials(tokens, identity));
  }

  public <S extends AbstractStub<S>> S asUser(String user, Function<ManagedChannel, S> stub) {
    return as(Identity.user(user), stub);
  }

  public <S extends AbstractStub<S>> S asService(Function<ManagedChannel, S> stub) {
    return as(Identity.service("terminal-service"), stub);
  }

  /** A channel to the TCP port. The caller shuts it down. */
  public ManagedChannel tcp() {
    return channels.open("127.0.0.1:" + port);
  }

  /** The key that signs identities for it. */
  public byte[] key() {
    return KEY.clone();
  }

  public IdentityTokens tokens() {
    return tokens;
  }

  @Override
  public void close() {
    inProcess.shutdownNow();
    context.close();
  }
}
