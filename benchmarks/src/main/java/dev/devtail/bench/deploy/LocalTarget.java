package dev.devtail.bench.deploy;

import dev.devtail.postgres.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** DevTail on this machine, started for one measurement with a database of its own. */
public final class LocalTarget implements Target {

  /** How the services are spread over processes. */
  public enum Mode {
    /** Each its own JVM, over TCP. */
    processes,
    /** All in one JVM. */
    single
  }

  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int SECRET_BYTES = 32;

  private static final String GATEWAY = "edge-gateway";
  private static final String TERMINAL_SERVICE = "terminal-service";
  private static final String ALL_IN_ONE = "devtail";
  private static final String SESSION_MAIN = "dev.devtail.session.SessionServiceApplication";
  private static final String TERMINAL_MAIN = "dev.devtail.terminal.TerminalServiceApplication";
  private static final String AI_ROUTER_MAIN = "dev.devtail.router.RouterServiceApplication";
  private static final String GATEWAY_MAIN = "dev.devtail.gateway.GatewayApplication";
  private static final String ALL_IN_ONE_MAIN = "dev.devtail.cli.Devtail";

  private final Path directory;
  private final Map<String, String> settings;
  private final String token;
  private final int port = freePort();
  private final List<ChildJvm> jvms = new ArrayList<>();
  private final List<String> gatewayArguments = new ArrayList<>();
  private final String identityKey = secret();
  private @Nullable EmbeddedDatabase database;

  private LocalTarget(Path directory, Map<String, String> settings) {
    this.directory = directory;
    this.settings = settings;
    this.token = secret();
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param settings configuration of all services, as environment variables
   */
  public static LocalTarget start(Mode mode, Map<String, String> settings) {
    try {
      LocalTarget target = new LocalTarget(Files.createTempDirectory("devtail-bench"), settings);
      try {
        switch (mode) {
          case processes -> target.startProcesses();
          case single -> target.startSingle();
        }
        target.awaitReady();
        return target;
      } catch (RuntimeException failure) {
        target.close();
        throw failure;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ChildJvm launch(
      String name, String mainClass, List<String> arguments, Map<String, String> secrets) {
    Map<String, String> environment = new HashMap<>(settings);
    environment.putAll(secrets);
    return ChildJvm.start(name, mainClass, arguments, environment, directory);
  }

  private void startProcesses() {
    EmbeddedDatabase postgres = EmbeddedDatabase.start(directory.resolve("postgres"));
    database = postgres;
    int sessionPort = freePort();
    int terminalPort = freePort();
    int routerPort = freePort();
    Map<String, String> secrets =
        Map.of(
            "DEVTAIL_IDENTITY_KEY", identityKey,
            "DEVTAIL_SESSION_DATABASE_PASSWORD", postgres.password(),
            "DEVTAIL_ROUTER_DATABASE_PASSWORD", postgres.password());
    jvms.add(
        launch(
            "session-service",
            SESSION_MAIN,
            List.of(
                "--spring.grpc.server.port=" + sessionPort,
                "--spring.grpc.server.address=127.0.0.1",
                "--devtail.session.database.url=" + postgres.r2dbcUrl(),
                "--devtail.session.database.username=" + postgres.username()),
            secrets));
    jvms.add(
        launch(
            TERMINAL_SERVICE,
            TERMINAL_MAIN,
            List.of(
                "--spring.grpc.server.port=" + terminalPort,
                "--spring.grpc.server.address=127.0.0.1",
                "--devtail.terminal.address=127.0.0.1:" + terminalPort,
                "--devtail.terminal.session-service=127.0.0.1:" + sessionPort,
                "--devtail.terminal.recordings.directory=" + directory.resolve("recordings"),
                "--devtail.terminal.history.directory=" + directory.resolve("history")),
            secrets));
    jvms.add(
        launch(
            "ai-router-service",
            AI_ROUTER_MAIN,
            List.of(
                "--spring.grpc.server.port=" + routerPort,
                "--spring.grpc.server.address=127.0.0.1",
                "--devtail.router.database.url=" + postgres.r2dbcUrl(),
                "--devtail.router.database.username=" + postgres.username(),
                "--devtail.router.journal-directory=" + directory.resolve("journal")),
            secrets));
    gatewayArguments.addAll(
        List.of(
            "--devtail.gateway.port=" + port,
            "--devtail.gateway.ai-router=127.0.0.1:" + routerPort,
            "--devtail.gateway.session-service=127.0.0.1:" + sessionPort,
            "--devtail.gateway.terminal-service=127.0.0.1:" + terminalPort));
    startGateway();
  }

  private void startGateway() {
    jvms.add(
        launch(
            GATEWAY,
            GATEWAY_MAIN,
            gatewayArguments,
            Map.of("DEVTAIL_IDENTITY_KEY", identityKey, "DEVTAIL_GATEWAY_AUTH_OWNERTOKEN", token)));
  }

  private void startSingle() {
    jvms.add(
        launch(
            ALL_IN_ONE,
            ALL_IN_ONE_MAIN,
            List.of("up", "--no-qr", "--port=" + port),
            Map.of("DEVTAIL_HOME", directory.resolve("home").toString())));
  }

  @Override
  public boolean hasOwnGateway() {
    return jvms.getLast().name().equals(GATEWAY);
  }

  @Override
  public void replaceGateway() {
    if (!hasOwnGateway()) {
      Target.super.replaceGateway();
    }
    jvms.removeLast().kill();
    startGateway();
  }

  @Override
  public Optional<ChildJvm> gateway() {
    return jvm(GATEWAY);
  }

  @Override
  public Optional<ChildJvm> terminalService() {
    return jvm(TERMINAL_SERVICE);
  }

  private Optional<ChildJvm> jvm(String service) {
    return jvms.stream()
        .filter(jvm -> jvm.name().equals(service) || jvm.name().equals(ALL_IN_ONE))
        .findFirst();
  }

  @Override
  public void awaitReady() {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest health = HttpRequest.newBuilder(url().resolve("/actuator/health")).build();
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!isUp(http, health)) {
      for (ChildJvm jvm : jvms) {
        if (!jvm.isAlive()) {
          throw new IllegalStateException(jvm.name() + " did not start; see its log: " + log(jvm));
        }
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("DevTail was not ready in time; logs: " + directory);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private String log(ChildJvm jvm) {
    try {
      return Files.readString(directory.resolve(jvm.name() + ".log"));
    } catch (IOException unreadable) {
      return "(none)";
    }
  }

  private static boolean isUp(HttpClient http, HttpRequest health) {
    try {
      return http.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while DevTail was starting", e);
    }
  }

  @Override
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public String token() {
    Path home = directory.resolve("home");
    try {
      // The all-in-one makes its own.
      return Files.isDirectory(home) ? Files.readString(home.resolve("token")).strip() : token;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<ChildJvm> jvms() {
    return List.copyOf(jvms);
  }

  @Override
  public void close() {
    jvms.reversed().forEach(ChildJvm::close);
    if (database != null) {
      database.close();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot clean up " + directory, e);
    }
  }

  private static String secret() {
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getEncoder().encodeToString(random);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
