package dev.devtail.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.ListSessions;
import dev.devtail.protocol.v1.Reply;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Who asks too much is told when to come back, whichever way it asks. */
class RateLimitTest {

  private static final int PER_SECOND = 5;

  private final RunningGateway gateway =
      new RunningGateway(
          Map.of(
              "auth.owner-token",
              RunningGateway.TOKEN,
              "auth.owner",
              "ada",
              "user-requests-per-second",
              Integer.toString(PER_SECOND)));

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void calls() {
    try (EdgeClient one = EdgeClient.live(gateway);
        EdgeClient other = EdgeClient.live(gateway)) {
      List<Reply> replies =
          IntStream.rangeClosed(1, 4 * PER_SECOND)
              .mapToObj(id -> (id % 2 == 0 ? one : other).call(call(id)))
              .toList();

      assertThat(replies).allMatch(reply -> reply.hasSessions() || reply.hasError());
      assertThat(replies.stream().filter(Reply::hasError).map(Reply::getError))
          .isNotEmpty()
          .allSatisfy(
              error -> {
                assertThat(error.getCode()).isEqualTo(ErrorCode.ERROR_CODE_RATE_LIMITED);
                assertThat(error.getRetryAfterMs()).isEqualTo(1000);
              });
      await().until(() -> one.call(call(0)).hasSessions());
    }
  }

  @Test
  void channels() {
    try (EdgeClient client = EdgeClient.live(gateway)) {
      Error error = Error.getDefaultInstance();
      for (int channel = 1; error.getCode() != ErrorCode.ERROR_CODE_RATE_LIMITED; channel++) {
        client.send(EdgeClient.open(channel, "gone"));
        error = client.closing(channel);
      }

      assertThat(error.getRetryAfterMs()).isEqualTo(1000);
    }
  }

  @Test
  void rest() {
    WebTestClient http = gateway.http(RunningGateway.TOKEN);
    WebTestClient.ResponseSpec refused = null;
    while (refused == null) {
      WebTestClient.ResponseSpec answer = http.get().uri("/v1/sessions").exchange();
      if (answer.returnResult(Void.class).getStatus() == HttpStatus.TOO_MANY_REQUESTS) {
        refused = answer;
      }
    }
    refused.expectHeader().valueEquals("Retry-After", 1);
  }

  private static Call.Builder call(int id) {
    return Call.newBuilder().setId(id).setListSessions(ListSessions.getDefaultInstance());
  }
}
