package dev.devtail.syntax.diff;

import dev.devtail.syntax.Symbol;
import java.util.Optional;
import java.util.Set;

/**
 * What has become of a symbol; of what is in it, only what has changed otherwise is told.
 *
 * @param kinds one or more
 * @param before empty if it was {@link Kind#ADDED}
 * @param after empty if it was {@link Kind#REMOVED}
 */
public record SymbolChange(Set<Kind> kinds, Optional<Symbol> before, Optional<Symbol> after) {

  /** In which way. */
  public enum Kind {
    ADDED,
    REMOVED,
    /** Into another symbol, or past others. */
    MOVED,
    /** The same in all but its name. */
    RENAMED,
    SIGNATURE_CHANGED,
    /** Its own lines, not those of symbols in it. */
    BODY_CHANGED
  }

  public SymbolChange {
    kinds = Set.copyOf(kinds);
  }
}
