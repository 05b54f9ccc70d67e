package dev.devtail.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.gateway.connect.EdgeConnections;
import dev.devtail.protocol.v1.ErrorCode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** A gateway that stops lets its clients go elsewhere first. */
class DrainTest {

  @Test
  void clientsAreAskedToGoAndTheGatewayStopsWhenTheyHave() throws Exception {
    RunningGateway gateway = gateway(Duration.ofMinutes(10));
    EdgeClient first = EdgeClient.live(gateway);
    EdgeClient second = EdgeClient.live(gateway);

    CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway::close);

    assertThat(first.next().getReattach().getWithinMs()).isEqualTo(600_000);
    assertThat(second.next().hasReattach()).isTrue();
    first.close();
    second.close();
    stopped.get(20, TimeUnit.SECONDS);
  }

  @Test
  void whoDoesNotGoIsCutInTheEnd() throws Exception {
    RunningGateway gateway = gateway(Duration.ofMillis(200));
    try (EdgeClient client = EdgeClient.live(gateway)) {
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway::close);

      assertThat(client.next().hasReattach()).isTrue();
      client.assertEnds(ErrorCode.ERROR_CODE_UNAVAILABLE, 1013);
      stopped.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void nobodyIsAdmittedWhileAllAreToGo() {
    try (RunningGateway gateway = gateway(Duration.ZERO);
        EdgeClient before = new EdgeClient(gateway)) {
      gateway.bean(EdgeConnections.class).drain(Duration.ofSeconds(5));

      Assertions.assertThatThrownBy(() -> new EdgeClient(gateway))
          .isInstanceOf(CompletionException.class);
      before.send(EdgeClient.hello(RunningGateway.TOKEN));
      assertThat(before.next().hasWelcome()).isTrue();
      assertThat(before.next().getReattach().getWithinMs()).isEqualTo(5_000);
    }
  }

  private static RunningGateway gateway(Duration drain) {
    return new RunningGateway(
        Map.of(
            "auth.owner-token",
            RunningGateway.TOKEN,
            "drain",
            drain.toMillis() + "ms",
            "auth.owner",
            "ada"));
  }
}
