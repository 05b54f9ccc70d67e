package dev.devtail.router.budget;

import java.time.Instant;
import java.util.UUID;

/**
 * A budget that a call is to be let in by, and the account in it.
 *
 * @param window that the call begins in
 */
public record Claim(Budget budget, String subject, Period.Window window) {

  /** The account, as stores know it. */
  public Key key() {
    return new Key(budget.id(), subject, window.start());
  }

  /**
   * What is spent under one budget by one subject in one window.
   *
   * @param starts when the window does
   */
  public record Key(UUID budget, String subject, Instant starts) {}
}
