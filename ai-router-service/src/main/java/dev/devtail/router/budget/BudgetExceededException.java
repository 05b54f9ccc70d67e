package dev.devtail.router.budget;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * A call that a budget does not let begin. Its message says which budget, how it stands and how to
 * raise it. It carries no stack trace: it is an answer, not a bug.
 */
public final class BudgetExceededException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Claim claim;
  private final transient Balance balance;

  private BudgetExceededException(String message, Claim claim, Balance balance) {
    super(message, null, false, false);
    this.claim = claim;
    this.balance = balance;
  }

  /**
   * There is no room for a call.
   *
   * @param amount that it may cost
   */
  static BudgetExceededException noRoom(Claim claim, Balance balance, BigDecimal amount) {
    String message =
        "This call may cost %s, and the budget %s has no room for it: %s are spent and %s are reserved of %s%s. %s"
            .formatted(
                Dollars.text(amount),
                BudgetNames.of(claim),
                Dollars.text(balance.spent()),
                Dollars.text(balance.reserved()),
                Dollars.text(balance.limit(claim.budget().cap())),
                claim.window().end().map(end -> " until " + end).orElse(""),
                advice(claim.budget()));
    return new BudgetExceededException(message, claim, balance);
  }

  /** Nobody knows what the call may cost. */
  static BudgetExceededException unknownPrice(Claim claim) {
    return new BudgetExceededException(
        "Nobody knows what this model costs, and the budget %s lets no such call in. Name its price in the price file, call another model, or set the budget with --allow-unknown-price."
            .formatted(BudgetNames.of(claim)),
        claim,
        Balance.NONE);
  }

  private static String advice(Budget budget) {
    String id = budget.id().toString();
    return budget.user().isEmpty()
        ? "It is set by this service's operator."
        : budget.atCap() == AtCap.ASK
            ? "Allow more with: devtail budgets allow %s AMOUNT".formatted(id)
            : "Raise it with: devtail budgets set";
  }

  public Budget budget() {
    return claim.budget();
  }

  public BigDecimal spent() {
    return balance.spent();
  }

  public BigDecimal reserved() {
    return balance.reserved();
  }

  /** In this window, what was allowed beyond the budget's own included. */
  public BigDecimal cap() {
    return balance.limit(claim.budget().cap());
  }

  /** When the account begins anew; empty if never. */
  public Optional<Instant> until() {
    return claim.window().end();
  }

  /** Whether the user can be asked to allow more. */
  public boolean canBeAllowed() {
    return claim.budget().atCap() == AtCap.ASK && claim.budget().user().isPresent();
  }
}
