package dev.devtail.router.relay;

import dev.devtail.router.budget.Admission;
import dev.devtail.router.ledger.LedgerEntry;
import dev.devtail.router.ledger.Outcome;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.usage.Price;
import dev.devtail.router.usage.Usage;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one call has used and cost, over all of its attempts: a provider that breaks off in the
 * middle wants its money too. Attempts may overlap.
 */
final class CallAccount {

  private static final Logger log = LoggerFactory.getLogger(CallAccount.class);

  private final UUID id;
  private final Prepared prepared;
  private final Admission admission;
  private final Function<ModelName, Price> prices;
  private final long began = System.nanoTime();
  private final AtomicReference<@Nullable Outcome> settled = new AtomicReference<>();

  private ModelName model;
  private int attempts;
  private Usage usage = Usage.NONE;
  private Optional<BigDecimal> cost = Optional.of(BigDecimal.ZERO);
  private OptionalLong firstToken = OptionalLong.empty();

  CallAccount(UUID id, Prepared prepared, Admission admission, Function<ModelName, Price> prices) {
    this.id = id;
    this.prepared = prepared;
    this.admission = admission;
    this.prices = prices;
    this.model = prepared.decision().candidates().getFirst();
  }

  /** Returns which attempt it is, from 1 on. */
  synchronized int attempt(ModelName asked) {
    model = asked;
    return ++attempts;
  }

  /** The caller gets a part of the answer, of this one. */
  synchronized void answering(ModelName answers) {
    model = answers;
    if (firstToken.isEmpty()) {
      firstToken = OptionalLong.of(millis());
    }
  }

  /**
   * An attempt is over.
   *
   * @param begun whether the provider had begun to answer: only then is it paid
   * @param told what it has used, as far as it has said
   */
  synchronized void used(ModelName asked, boolean begun, Optional<Usage> told) {
    if (told.isPresent()) {
      usage = usage.plus(told.get());
      cost = cost.flatMap(before -> prices.apply(asked).of(told.get()).map(before::add));
    } else if (begun) {
      cost = Optional.empty();
    }
  }

  /** The call is over; what comes later says no more. */
  void settle(Outcome outcome) {
    if (settled.compareAndSet(null, outcome)) {
      admission
          .settle(entry(outcome))
          .subscribe(
              done -> {},
              failure -> log.error("call not recorded id={} cause={}", id, failure.toString()));
    }
  }

  /** Whether the caller has all of the answer. */
  boolean isDone() {
    return settled.get() == Outcome.DONE;
  }

  private synchronized LedgerEntry entry(Outcome outcome) {
    RelayCall call = prepared.call();
    return new LedgerEntry(
        id,
        prepared.time(),
        call.user(),
        call.session(),
        prepared.agentRole(),
        prepared.id(),
        prepared.decision().rule(),
        model,
        prepared.protocol(),
        usage,
        cost,
        outcome,
        attempts,
        firstToken,
        millis());
  }

  private long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }
}
