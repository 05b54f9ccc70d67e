package dev.devtail.router.config;

import dev.devtail.router.budget.Budget;
import dev.devtail.router.budget.BudgetStore;
import dev.devtail.router.budget.HeldBudgets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Tells {@link HeldBudgets} what the budgets are: at the start, and whenever one was changed at any
 * instance. While the database is away they stay what they were.
 */
final class BudgetWatch implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(BudgetWatch.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final BudgetStore store;
  private final List<Budget> ofOperator;
  private final HeldBudgets budgets;
  private volatile Disposable watching = Disposables.disposed();

  BudgetWatch(BudgetStore store, List<Budget> ofOperator, HeldBudgets budgets) {
    this.store = store;
    this.ofOperator = ofOperator;
    this.budgets = budgets;
  }

  @Override
  public void start() {
    watching =
        store
            .changes()
            // Several changes while one is read are read once.
            .onBackpressureLatest()
            .concatMap(change -> read(), 1)
            .retryWhen(
                Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                    .maxBackoff(LONGEST_PAUSE)
                    .transientErrors(true)
                    .doBeforeRetry(
                        failed ->
                            log.warn("budgets not watched reason={}", failed.failure().toString())))
            .subscribe();
  }

  private Mono<Void> read() {
    return store
        .all()
        .doOnNext(
            ofUsers -> budgets.know(Stream.concat(ofOperator.stream(), ofUsers.stream()).toList()))
        .then();
  }

  @Override
  public void stop() {
    watching.dispose();
  }

  @Override
  public boolean isRunning() {
    return !watching.isDisposed();
  }
}
