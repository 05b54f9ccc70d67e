package dev.devtail.context.budget;

import dev.devtail.context.render.ContextText.Shown;
import dev.devtail.context.render.Section;
import dev.devtail.context.render.View;
import dev.devtail.context.select.Wanted;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file on its {@link Ladder}. For one fitting. */
final class Placed {

  /** What gains most for a token comes first. */
  static final Comparator<Placed> BY_WORTH =
      Comparator.comparingDouble(Placed::worth).reversed().thenComparingInt(file -> file.order);

  private final Candidate candidate;
  private final Ladder ladder;
  private final int order;

  private @Nullable View view;
  private int tokens;

  /** What is to be tried next, and what it costs. */
  private int next;

  private @Nullable View nextView;
  private int nextTokens;

  /**
   * @param order among those of the same worth
   */
  Placed(Candidate candidate, int order) {
    this.candidate = candidate;
    this.ladder = new Ladder(candidate);
    this.order = order;
    look(0);
  }

  /** More than the whole of a file is never paid for a part. */
  private void look(int rung) {
    next = rung;
    nextView = null;
    if (rung == ladder.size()) {
      return;
    }
    View step = ladder.view(rung);
    nextView = step;
    nextTokens = candidate.file().tokens(step);
    int top = ladder.size() - 1;
    if (rung < top && ladder.endsWhole()) {
      View whole = ladder.view(top);
      int wholeTokens = candidate.file().tokens(whole);
      if (wholeTokens <= nextTokens) {
        next = top;
        nextView = whole;
        nextTokens = wholeTokens;
      }
    }
  }

  boolean hasNext() {
    return nextView != null;
  }

  /** Of what is to be tried next. */
  int nextTokens() {
    return nextTokens;
  }

  /** Shows the next more of it if there is room. */
  boolean climb(Room room) {
    View higher = nextView;
    if (higher == null) {
      return false;
    }
    Section from = view == null ? null : Section.of(view.depth());
    if (!room.take(from, tokens, Section.of(higher.depth()), nextTokens)) {
      return false;
    }
    view = higher;
    tokens = nextTokens;
    look(next + 1);
    return true;
  }

  /** Where there was no room for the next: more of the same would need more still. */
  void skip() {
    look(ladder.nextDepth(next));
  }

  Wanted wanted() {
    return candidate.wanted();
  }

  /** In counted tokens. */
  int tokens() {
    return tokens;
  }

  Shown shown() {
    return new Shown(candidate.file(), Objects.requireNonNull(view, "not placed"));
  }

  private double worth() {
    return candidate.wanted().weight() / Math.max(1, nextTokens - tokens);
  }
}
