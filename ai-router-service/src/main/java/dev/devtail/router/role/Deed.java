package dev.devtail.router.role;

import java.util.Locale;

/** What a step has come to. */
public enum Deed {
  PLANNED,
  EDITED,
  APPROVED,
  SENT_BACK,
  /** A hook did not let it begin, or it came to no end. */
  NOTHING;

  /** As events and hooks have it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
