package dev.devtail.router.budget;

import dev.devtail.router.ledger.Ledger;
import dev.devtail.router.ledger.LedgerEntry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Lets calls begin, as far as there is money for them. */
public interface Budgets {

  /**
   * Asks for a call that is about to begin.
   *
   * @param worstCost the most that it may cost, in US dollars ({@link WorstCost}); empty if nobody
   *     knows
   * @return fails with {@link BudgetExceededException}, or with a {@link
   *     dev.devtail.kit.fault.Fault} UNAVAILABLE if a budget applies and cannot be asked, or the
   *     ledger has no room
   */
  Mono<Admission> admit(Spender spender, Optional<BigDecimal> worstCost);

  /** No budget at all: everything goes straight to the ledger. */
  static Budgets none(Ledger ledger) {
    return (spender, worstCost) -> ledger.requireRoom().thenReturn(new Unbounded(ledger));
  }

  /** What no budget applies to. */
  record Unbounded(Ledger ledger) implements Admission {

    @Override
    public List<String> warnings() {
      return List.of();
    }

    @Override
    public Mono<Void> settle(LedgerEntry entry) {
      return ledger.record(entry);
    }
  }
}
