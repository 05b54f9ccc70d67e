package dev.devtail.router.role.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.router.role.HookAddresses.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

class HttpHookAddressesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LONG = 1 << 20;

  private final LoopResources loops = LoopResources.create("hooks", 1, true);
  private final HttpHookAddresses addresses = new HttpHookAddresses(loops);
  private DisposableServer server;

  @BeforeEach
  void serve() {
    server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .route(
                routes ->
                    routes
                        .post(
                            "/echo",
                            (request, response) ->
                                response.status(403).send(request.receive().retain()))
                        .post(
                            "/long",
                            (request, response) -> response.sendString(Mono.just("x".repeat(LONG))))
                        .post(
                            "/elsewhere",
                            (request, response) -> response.sendRedirect("http://127.0.0.1:1/"))
                        .post("/never", (request, response) -> Mono.never()))
            .bindNow();
  }

  @AfterEach
  void stop() {
    server.disposeNow();
    addresses.close();
    loops.dispose();
  }

  private Answer post(String path, Duration limit) {
    return addresses
        .post(
            URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path)),
            "{\"step\": 1}".getBytes(StandardCharsets.UTF_8),
            limit)
        .blockOptional(PATIENCE)
        .orElseThrow();
  }

  @Test
  void stepIsSentAndTheAnswerComesBack() {
    assertThat(post("/echo", PATIENCE)).isEqualTo(new Answer(403, "{\"step\": 1}"));
  }

  @Test
  void longAnswersAreCut() {
    assertThat(post("/long", PATIENCE).body()).hasSizeLessThan(LONG).startsWith("xxx");
  }

  @Test
  void nobodyIsFollowedElsewhere() {
    assertThat(post("/elsewhere", PATIENCE).status()).isEqualTo(302);
  }

  @Test
  void whoDoesNotAnswerIsTooLate() {
    assertThatThrownBy(() -> post("/never", Duration.ofMillis(200)))
        .hasMessageContaining("did not answer within");
  }

  @Test
  void whoIsAwayIsSaidSo() {
    server.disposeNow();

    assertThatThrownBy(() -> post("/echo", PATIENCE))
        .hasMessageStartingWith("It cannot be reached");
  }
}
