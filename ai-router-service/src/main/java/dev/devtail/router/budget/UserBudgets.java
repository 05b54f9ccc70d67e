package dev.devtail.router.budget;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** What users do with their budgets. */
public final class UserBudgets {

  /** Of one user. */
  public static final int MAX_BUDGETS = 50;

  /** Accounts of one listing. */
  private static final int MAX_ACCOUNTS = 500;

  private final BudgetStore store;
  private final List<Budget> ofEachUser;
  private final Clock clock;

  /**
   * @param ofEachUser what the operator has set
   */
  public UserBudgets(BudgetStore store, List<Budget> ofEachUser, Clock clock) {
    this.store = store;
    this.ofEachUser = List.copyOf(ofEachUser);
    this.clock = clock;
  }

  /**
   * How a budget stands in its present window.
   *
   * @param accounts by subject; of a budget for each session or agent run those with the most spent
   */
  public record Standing(Budget budget, Period.Window window, Map<String, Balance> accounts) {}

  /** The user's own, and those of the operator that hold for each user's whole spending. */
  public Mono<List<Standing>> list(String user) {
    return store
        .of(user)
        .flatMap(own -> standings(user, Stream.concat(applying(), own.stream()).toList()));
  }

  private Stream<Budget> applying() {
    return ofEachUser.stream().filter(budget -> budget.scope() instanceof BudgetScope.User);
  }

  private Mono<List<Standing>> standings(String user, List<Budget> budgets) {
    Instant now = clock.instant();
    Map<UUID, Period.Window> windows =
        budgets.stream().collect(Collectors.toMap(Budget::id, budget -> budget.period().at(now)));
    return store
        .accounts(windows, MAX_ACCOUNTS)
        .map(
            accounts ->
                budgets.stream()
                    .map(budget -> standing(user, budget, budget.period().at(now), accounts))
                    .toList());
  }

  private static Standing standing(
      String user, Budget budget, Period.Window window, List<BudgetStore.Account> accounts) {
    Function<BudgetStore.Account, String> subject = account -> account.key().subject();
    Map<String, Balance> found =
        accounts.stream()
            .filter(account -> account.key().budget().equals(budget.id()))
            .filter(account -> budget.user().isPresent() || subject.apply(account).equals(user))
            .collect(
                Collectors.toMap(
                    subject,
                    BudgetStore.Account::balance,
                    (one, other) -> one,
                    LinkedHashMap::new));
    only(user, budget.scope()).ifPresent(one -> found.putIfAbsent(one, Balance.NONE));
    return new Standing(budget, window, found);
  }

  /** The subject of a scope that has one; empty if it has many. */
  private static Optional<String> only(String user, BudgetScope scope) {
    return switch (scope) {
      case BudgetScope.User all -> Optional.of(user);
      case BudgetScope.Session(String id) -> Optional.of(id);
      case BudgetScope.AgentRun(String id) -> Optional.of(id);
      case BudgetScope.EachSession each -> Optional.empty();
      case BudgetScope.EachAgentRun each -> Optional.empty();
    };
  }

  /**
   * Sets a budget of a user, in the place of the one with the same scope and period.
   *
   * @return fails with RESOURCE_EXHAUSTED if the user has {@link #MAX_BUDGETS}
   */
  public Mono<Standing> set(String user, Budget budget) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return store
        .set(budget, budget.period().at(now), MAX_BUDGETS, now)
        .switchIfEmpty(
            Mono.error(
                () ->
                    new Fault(
                        FaultCode.RESOURCE_EXHAUSTED,
                        "You have %d budgets, which is the most there may be; delete one."
                            .formatted(MAX_BUDGETS))))
        .flatMap(kept -> standings(user, List.of(kept)))
        .map(List::getFirst);
  }

  /**
   * Deletes a budget of a user.
   *
   * @return fails with NOT_FOUND if the user has none with this id
   */
  public Mono<Void> delete(String user, UUID id) {
    return store
        .delete(user, id)
        .filter(was -> was)
        .switchIfEmpty(Mono.error(() -> Fault.notFound("budget", id.toString())))
        .then();
  }

  /**
   * Allows more in the present window of a budget that asks.
   *
   * @param subject of a budget for each session or agent run; else empty
   * @return fails with NOT_FOUND if the user has none with this id, INVALID_ARGUMENT if it does not
   *     ask, or the subject is missing
   */
  public Mono<Standing> allow(String user, UUID id, String subject, BigDecimal amount) {
    return store
        .of(user)
        .flatMapIterable(budgets -> budgets)
        .filter(budget -> budget.id().equals(id))
        .next()
        .switchIfEmpty(Mono.error(() -> Fault.notFound("budget", id.toString())))
        .flatMap(
            budget ->
                store
                    .allow(account(user, budget, subject), amount)
                    .then(standings(user, List.of(budget))))
        .map(List::getFirst);
  }

  private Claim.Key account(String user, Budget budget, String subject) {
    if (budget.atCap() != AtCap.ASK) {
      throw Fault.invalid("budget_id", budget.id(), "a budget that asks; set this one's cap");
    }
    String whose = only(user, budget.scope()).orElse(subject);
    if (whose.isEmpty()) {
      throw Fault.invalid("subject", "missing", "the session or agent run that may spend more");
    }
    return new Claim(budget, whose, budget.period().at(clock.instant())).key();
  }
}
