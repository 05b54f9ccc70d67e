package dev.devtail.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.simulator.script.Provider;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JournalTest {

  private final AtomicLong nanos = new AtomicLong();
  private final Journal journal = new Journal();

  private Exchange add(int bytes) {
    return journal.add(
        number ->
            new Exchange(
                number, Provider.OPENAI, "POST", "/", "", Map.of(), new byte[bytes], nanos::get));
  }

  @Test
  void theLastRequestsAreKeptAndAllAreCounted() {
    for (int i = 0; i <= Journal.MAX_REQUESTS; i++) {
      add(1);
    }
    assertThat(journal.count()).isEqualTo(Journal.MAX_REQUESTS + 1L);
    assertThat(journal.received()).hasSize(Journal.MAX_REQUESTS);
    assertThat(journal.received().getFirst().number()).isEqualTo(2);
  }

  @Test
  void bodiesAreKeptUpToALimit() {
    int part = (int) (Journal.MAX_BYTES / 4);
    for (int i = 0; i < 5; i++) {
      add(part);
    }
    assertThat(journal.received()).extracting(Received::number).containsExactly(2L, 3L, 4L, 5L);
  }

  @Test
  void aRequestTakesAsLongAsUntilItsFirstEnd() {
    Exchange exchange = add(1);
    nanos.set(5_000_000);
    assertThat(exchange.snapshot().duration()).isEqualTo(Duration.ofMillis(5));
    exchange.end(Ending.CLIENT_GONE);
    nanos.set(9_000_000);
    exchange.end(Ending.ANSWERED);
    assertThat(exchange.snapshot().ending()).isEqualTo(Ending.CLIENT_GONE);
    assertThat(exchange.snapshot().duration()).isEqualTo(Duration.ofMillis(5));
  }
}
