package dev.devtail.router.testing;

import static org.awaitility.Awaitility.await;

import dev.devtail.kit.KitConfiguration;
import dev.devtail.kit.database.DatabaseHealth;
import dev.devtail.kit.grpc.GrpcServerStack;
import dev.devtail.kit.grpc.IdentityCredentials;
import dev.devtail.kit.grpc.ServiceChannels;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.router.config.LedgerConfiguration;
import dev.devtail.testing.database.TestDatabase;
import io.grpc.ManagedChannel;
import io.grpc.stub.AbstractStub;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The service, or what it knows of money, running, with typed clients. */
public final class TestRouter implements AutoCloseable {

  /** The service without its way to providers. */
  @SpringBootConfiguration(proxyBeanMethods = false)
  @Import({KitConfiguration.class, LedgerConfiguration.class})
  @GrpcServerStack
  static class Money {}

  private static final byte[] KEY = new byte[IdentityTokens.MIN_KEY_BYTES];

  private final String name = "router-" + UUID.randomUUID();
  private final ConfigurableApplicationContext context;
  private final ManagedChannel inProcess;
  private final IdentityTokens tokens;

  /**
   * @param arguments more {@code --key=value}
   */
  public TestRouter(TestDatabase database, Path journal, String... arguments) {
    this(Money.class, database, journal, arguments);
  }

  /**
   * @param service what of the service is to run
   * @param arguments more {@code --key=value}; {@code ${spring.grpc.server.inprocess.name}} is
   *     where it runs
   */
  public TestRouter(Class<?> service, TestDatabase database, Path journal, String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--spring.main.web-application-type=none",
                "--spring.grpc.server.port=0",
                "--spring.grpc.server.inprocess.name=" + name,
                "--spring.grpc.server.shutdown.grace-period=1s",
                "--devtail.event-loops=1",
                "--devtail.identity.key=" + Base64.getEncoder().encodeToString(KEY),
                "--devtail.router.journal-directory=" + journal.toAbsolutePath(),
                "--devtail.router.database.url=" + database.url(),
                "--devtail.router.database.username=" + database.username(),
                "--devtail.router.database.password=" + database.password()));
    all.addAll(List.of(arguments));
    SpringApplication application = new SpringApplication(service);
    application.setDefaultProperties(Map.of("spring.main.banner-mode", "off"));
    this.context = application.run(all.toArray(String[]::new));
    this.tokens = context.getBean(IdentityTokens.class);
    this.inProcess = context.getBean(ServiceChannels.class).open(target());
  }

  /** Waits until the schema is there. */
  public TestRouter ready() {
    DatabaseHealth health = bean(DatabaseHealth.class);
    await().until(() -> health.health().block(), state -> state.getStatus().equals(Status.UP));
    return this;
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** gRPC target of the service. */
  public String target() {
    return "in-process:" + name;
  }

  /** A stub that calls as a user. */
  public <S extends AbstractStub<S>> S as(String user, Function<ManagedChannel, S> stub) {
    return stub.apply(inProcess)
        .withCallCredentials(new IdentityCredentials(tokens, Identity.user(user)));
  }

  @Override
  public void close() {
    inProcess.shutdownNow();
    context.close();
  }
}
