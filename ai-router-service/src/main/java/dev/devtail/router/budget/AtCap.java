package dev.devtail.router.budget;

/** What becomes of a call that a budget has no room for. */
public enum AtCap {
  /** It goes on, with a warning. */
  WARN,
  /** It is refused until the user allows more. */
  ASK,
  /** It is refused. */
  STOP
}
