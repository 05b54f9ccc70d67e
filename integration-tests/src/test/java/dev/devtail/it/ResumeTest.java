package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devtail.client.ClientOptions;
import dev.devtail.client.ConnectionState;
import dev.devtail.it.RunningSuite.Running;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connection is cut at random; what arrives must be what was sent, both ways. */
@ExtendWith(RunningSuite.class)
class ResumeTest {

  private static final int CUTS = 200;

  /** As the output is, and compressed. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingIsLostOrDoubledWhenTheConnectionIsCut(boolean compressed, Running running) {
    assertNothingIsLost(running, compressed ? Duration.ZERO : ClientOptions.NEVER);
  }

  @Test
  void norWithTheOtherCompression() throws Exception {
    try (Running running = Running.start(Map.of("devtail.gateway.compressions", "zstd"))) {
      assertNothingIsLost(running, Duration.ZERO);
    }
  }

  private static void assertNothingIsLost(Running running, Duration compressFrom) {
    Random random = new Random(7);
    StringBuilder typed = new StringBuilder();
    try (TestClient client = new TestClient(running, running.token(), compressFrom)) {
      TestClient.View echo =
          client.attachFromStart(
              client.start("/bin/sh", "-c", "stty raw -echo; printf READY; exec cat"));
      TestClient.View counter =
          client.attachFromStart(
              client.start("/bin/sh", "-c", "stty -opost; seq 1 200000; printf END; cat"));
      await().until(() -> echo.output().equals("READY"));
      for (int cut = 0; cut < CUTS; cut++) {
        String piece =
            random
                .ints(1 + random.nextInt(40), 'a', 'z' + 1)
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
        typed.append(piece);
        echo.type(piece);
        LockSupport.parkNanos(random.nextInt(3_000_000));
        client.connection().cut();
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(echo.output()).isEqualTo("READY" + typed));
      String numbers =
          IntStream.rangeClosed(1, 200_000)
              .mapToObj(Integer::toString)
              .collect(Collectors.joining("\n", "", "\nEND"));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(counter.output()).hasSameSizeAs(numbers));
      assertThat(counter.output()).isEqualTo(numbers);
    }
  }

  @Test
  void aWrongTokenClosesForGood(Running running) {
    try (TestClient client = new TestClient(running, "wrong")) {
      await().until(() -> client.connection().state() instanceof ConnectionState.Closed);
    }
  }
}
