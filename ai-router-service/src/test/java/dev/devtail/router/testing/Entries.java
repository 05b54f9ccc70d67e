package dev.devtail.router.testing;

import dev.devtail.router.ledger.LedgerEntry;
import dev.devtail.router.ledger.Outcome;
import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.usage.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Entries of the ledger for tests. */
public final class Entries {

  public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private Entries() {}

  public static LedgerEntry of(String user) {
    return of(user, "0.25");
  }

  /**
   * @param cost null if it is not known
   */
  public static LedgerEntry of(String user, @Nullable String cost) {
    return at(NOON, user, "s1", "claude", cost);
  }

  public static LedgerEntry at(
      Instant time, String user, String session, String model, @Nullable String cost) {
    return new LedgerEntry(
        UUID.randomUUID(),
        time,
        user,
        session,
        "editor",
        "req-1",
        "default",
        new ModelName("anthropic", model),
        CallerProtocol.MESSAGES,
        new Usage(10, 20, 30, 40, 50, 6, 1),
        Optional.ofNullable(cost).map(BigDecimal::new),
        Outcome.DONE,
        1,
        OptionalLong.of(120),
        900);
  }
}
