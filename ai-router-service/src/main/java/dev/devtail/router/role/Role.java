package dev.devtail.router.role;

import java.util.Locale;

/** What a model is asked to be. */
public enum Role {
  PLANNER,
  EDITOR,
  REVIEWER;

  /** As the ledger, events and hooks have it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
