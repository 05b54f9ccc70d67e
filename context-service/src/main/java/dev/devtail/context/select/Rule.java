package dev.devtail.context.select;

import java.util.Optional;

/**
 * One thing that a context should hold.
 *
 * @param what is wanted
 * @param depth exactly so much of each file; empty: as much as serves, and there is room for
 * @param weight beside other rules
 * @param limit the most files
 * @param line where it is written, counted from 1
 * @param column counted from 1
 */
record Rule(What what, Optional<Depth> depth, double weight, int limit, int line, int column) {

  /** What a rule wants. */
  sealed interface What {

    /** The rule as it is written. */
    String text();

    record Include(Glob glob, String text) implements What {}

    record Exclude(Glob glob, String text) implements What {}

    record Named(SymbolReference symbol, String text) implements What {}

    /** A symbol, and what it calls. */
    record Calls(SymbolReference symbol, String text) implements What {}

    /** What calls a symbol. */
    record Callers(SymbolReference symbol, String text) implements What {}

    /**
     * @param target a path or a symbol
     */
    record TestsOf(String target, String text) implements What {}

    /**
     * @param since a commit, a branch, or a time ago
     */
    record ChangedSince(String since, String text) implements What {}

    record Failing(String text) implements What {}

    record Uncommitted(String text) implements What {}
  }
}
