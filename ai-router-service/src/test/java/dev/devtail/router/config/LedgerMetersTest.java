package dev.devtail.router.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.ledger.journal.Journal;
import dev.devtail.router.testing.Entries;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerMetersTest {

  @TempDir Path directory;

  @Test
  void callsAreCountedUnderNamesThatAreBounded() throws IOException {
    try (Journal journal = Journal.open(directory, 1)) {
      SimpleMeterRegistry registry = new SimpleMeterRegistry();
      LedgerMeters meters = new LedgerMeters(journal);
      meters.bindTo(registry);
      for (int n = 0; n < 1_000; n++) {
        meters.count(Entries.at(Entries.NOON, "ada", "s1", "made-up-" + n, "0.5"));
      }
      meters.count(Entries.at(Entries.NOON, "ada", "s1", "made-up-0", null));
      assertThat(registry.find("devtail.router.cost.usd").counters())
          .hasSize(201)
          .anySatisfy(
              other -> {
                assertThat(other.getId().getTag("gen_ai.request.model")).isEqualTo("_OTHER");
                assertThat(other.count()).isEqualTo(400);
              });
      assertThat(registry.get("devtail.router.cost.unknown").counter().count()).isEqualTo(1);
      assertThat(
              registry
                  .get("gen_ai.client.token.usage")
                  .tag("gen_ai.request.model", "made-up-0")
                  .tag("gen_ai.token.type", "input")
                  .summary()
                  .totalAmount())
          .isEqualTo(200);
      assertThat(registry.get("devtail.router.journal.size").gauge().value()).isZero();
    }
  }
}
