package dev.devtail.cli.up;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.devtail.cli.Home;
import dev.devtail.gateway.config.GatewayProperties;
import dev.devtail.kit.database.DatabaseHealth;
import dev.devtail.postgres.EmbeddedDatabase;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Flux;

/**
 * The whole of DevTail, running: PostgreSQL and all services. PostgreSQL starts beside the Spring
 * context, which asks for its address only once it needs it.
 */
public final class Suite implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Suite.class);

  private static final int KEY_BYTES = 32;
  private static final long DATABASE_SECONDS = 60;
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

  private final CompletableFuture<EmbeddedDatabase> database;
  private final ConfigurableApplicationContext context;

  private Suite(
      CompletableFuture<EmbeddedDatabase> database, ConfigurableApplicationContext context) {
    this.database = database;
    this.context = context;
  }

  /**
   * @param settings properties that a user gave, as {@code devtail.gateway.port}
   */
  public static Suite start(Home home, Map<String, String> settings) {
    CompletableFuture<EmbeddedDatabase> database =
        CompletableFuture.supplyAsync(
            () -> EmbeddedDatabase.start(home.database()),
            task -> Thread.ofPlatform().name("devtail-postgres-start").start(task));
    try {
      SpringApplication application =
          new SpringApplicationBuilder(AllInOne.class)
              .web(WebApplicationType.REACTIVE)
              .properties("spring.config.name=devtail")
              .properties(early(home, settings))
              .initializers(
                  context ->
                      context
                          .getEnvironment()
                          .getPropertySources()
                          .addFirst(
                              new LazyProperties(
                                  "devtail-up", properties(home, database, settings))))
              .build();
      application.setRegisterShutdownHook(false);
      Suite suite = new Suite(database, application.run());
      suite.awaitDatabase();
      log.info("started port={}", suite.port());
      return suite;
    } catch (RuntimeException failure) {
      database.thenAccept(EmbeddedDatabase::close);
      throw failure;
    }
  }

  /**
   * Ready means that the first call is answered. A database that does not come is no reason not to
   * start: terminals work without, and health says what is wrong.
   */
  private void awaitDatabase() {
    Collection<DatabaseHealth> services = context.getBeansOfType(DatabaseHealth.class).values();
    try {
      Flux.fromIterable(services)
          .concatMap(DatabaseHealth::health)
          .all(state -> state.getStatus().equals(Status.UP))
          .filter(up -> up)
          .repeatWhenEmpty(attempts -> attempts.delayElements(BETWEEN_ATTEMPTS))
          .toFuture()
          .get(DATABASE_SECONDS, SECONDS);
    } catch (ExecutionException | TimeoutException away) {
      log.warn("started without the database cause={}", away.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, Supplier<String>> properties(
      Home home, CompletableFuture<EmbeddedDatabase> database, Map<String, String> settings) {
    String identityKey = randomKey();
    // One for each home, and the same after a restart: the directory of terminals holds it.
    String serverName = "devtail:" + home.directory().toAbsolutePath();
    String target = "in-process:" + serverName;
    Map<String, Supplier<String>> properties = new LinkedHashMap<>();
    properties.put("devtail.identity.key", () -> identityKey);
    properties.put("devtail.up.server-name", () -> serverName);
    properties.put("devtail.gateway.auth.owner-token", home::ownerToken);
    // There is no other gateway, and the terminals end with this one.
    properties.put("devtail.gateway.drain", () -> "0s");
    properties.put("devtail.gateway.session-service", () -> target);
    properties.put("devtail.gateway.terminal-service", () -> target);
    properties.put("devtail.gateway.ai-router", () -> target);
    properties.put("devtail.gateway.context-service", () -> target);
    properties.put("devtail.terminal.session-service", () -> target);
    properties.put("devtail.terminal.address", () -> target);
    properties.put("devtail.terminal.recordings.directory", () -> home.recordings().toString());
    properties.put("devtail.terminal.history.directory", () -> home.history().toString());
    properties.put("devtail.session.database.url", () -> database.join().r2dbcUrl());
    properties.put("devtail.session.database.username", () -> database.join().username());
    properties.put("devtail.session.database.password", () -> database.join().password());
    properties.put("devtail.router.roles.session-service", () -> target);
    properties.put("devtail.router.journal-directory", () -> home.journal().toString());
    properties.put("devtail.router.database.url", () -> database.join().r2dbcUrl());
    properties.put("devtail.router.database.username", () -> database.join().username());
    properties.put("devtail.router.database.password", () -> database.join().password());
    properties.put("devtail.context.database.url", () -> database.join().r2dbcUrl());
    properties.put("devtail.context.database.username", () -> database.join().username());
    properties.put("devtail.context.database.password", () -> database.join().password());
    settings.forEach((name, value) -> properties.put(name, () -> value));
    return properties;
  }

  /** What is needed before there is a context: logging begins with the first line. */
  private static Map<String, Object> early(Home home, Map<String, String> settings) {
    Map<String, Object> properties = new LinkedHashMap<>(settings);
    properties.putIfAbsent("logging.file.name", home.log().toString());
    return properties;
  }

  private static String randomKey() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  /** The port that the gateway listens on. */
  public int port() {
    WebServer server = ((ReactiveWebServerApplicationContext) context).getWebServer();
    return Objects.requireNonNull(server, "the web server is not running").getPort();
  }

  /** Whether whoever has the owner's token may do everything, as it is unless told otherwise. */
  public boolean takesOwnerToken() {
    return context.getBean(GatewayProperties.class).auth().mode()
        == GatewayProperties.Auth.Mode.OWNER_TOKEN;
  }

  @Override
  public void close() {
    log.info("stopping");
    context.close();
    database.join().close();
  }
}
