package dev.devtail.terminal.domain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * Terminals that have ended and are kept for whoever comes back late. Each may hold as much output
 * as one that runs, so that their number is bounded, per user first: who runs many short commands
 * loses their own oldest ones. Safe for use by several threads.
 */
final class EndedTerminals {

  /** Ended terminals of one user that are kept. */
  static final int MAX_PER_USER = 50;

  /** Ended terminals of all users that are kept. */
  static final int MAX_TOTAL = 500;

  /**
   * One of them.
   *
   * @param forget lets go of it
   */
  record Kept(TerminalId id, String owner, Runnable forget) {}

  private final Deque<Kept> oldestFirst = new ArrayDeque<>();

  /** Keeps one more; the one that is over a bound by it is forgotten. */
  void keep(Kept kept) {
    Optional<Kept> surplus;
    synchronized (oldestFirst) {
      oldestFirst.addLast(kept);
      surplus = takeSurplus(kept.owner());
    }
    surplus.ifPresent(old -> old.forget().run());
  }

  private Optional<Kept> takeSurplus(String owner) {
    long own = oldestFirst.stream().filter(kept -> kept.owner().equals(owner)).count();
    if (own > MAX_PER_USER) {
      Optional<Kept> oldest =
          oldestFirst.stream().filter(kept -> kept.owner().equals(owner)).findFirst();
      oldest.ifPresent(oldestFirst::remove);
      return oldest;
    }
    return oldestFirst.size() > MAX_TOTAL
        ? Optional.of(oldestFirst.removeFirst())
        : Optional.empty();
  }

  /** Its time is over. */
  void expire(TerminalId id) {
    Kept expired = null;
    synchronized (oldestFirst) {
      for (Iterator<Kept> each = oldestFirst.iterator(); each.hasNext() && expired == null; ) {
        Kept kept = each.next();
        if (kept.id().equals(id)) {
          each.remove();
          expired = kept;
        }
      }
    }
    if (expired != null) {
      expired.forget().run();
    }
  }
}
