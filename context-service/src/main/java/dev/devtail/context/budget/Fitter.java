package dev.devtail.context.budget;

import dev.devtail.context.budget.Fitted.Item;
import dev.devtail.context.budget.Fitted.LeftOut;
import dev.devtail.context.budget.Fitted.LeftOut.Cause;
import dev.devtail.context.render.ContextText;
import dev.devtail.context.render.ContextText.Shown;
import dev.devtail.context.token.Vocabulary;
import dev.devtail.kit.fault.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Makes a context of what is wanted: first as many files as there is room for, each as it costs
 * least, the most wanted first; then more of them, by weight for each token that it costs, while
 * there is room. The same files and the same budget make the same context.
 */
public final class Fitter {

  private final ContextText context;
  private final Budget budget;

  public Fitter(ContextText context, Budget budget) {
    this.context = context;
    this.budget = budget;
  }

  /**
   * @param candidates each path once, written in the format of the context and counted by the
   *     vocabulary of the budget's encoding
   * @throws Fault INVALID_ARGUMENT if what is said around the files does not fit
   */
  public Fitted fit(List<Candidate> candidates) {
    Vocabulary vocabulary = budget.encoding().vocabulary();
    long room = budget.encoding().countedWithin(budget.tokens());
    int frame = context.frameTokens(vocabulary);
    if (frame > room) {
      throw Fault.invalid(
          "budget",
          budget.tokens(),
          "at least %d tokens, for what is said around the files"
              .formatted(budget.encoding().of(frame).most()));
    }
    Room left = new Room(context, vocabulary, room - frame);
    List<LeftOut> leftOut = new ArrayList<>();
    List<Placed> placed = place(candidates, left, leftOut);
    upgrade(placed, left);
    return result(placed, leftOut);
  }

  private List<Placed> place(List<Candidate> candidates, Room room, List<LeftOut> leftOut) {
    List<Placed> placed = new ArrayList<>();
    for (Candidate candidate :
        candidates.stream()
            .sorted(Comparator.comparingDouble((Candidate c) -> c.wanted().weight()).reversed())
            .toList()) {
      Placed file = new Placed(candidate, placed.size());
      int needs = file.nextTokens();
      if (!file.hasNext()) {
        leftOut.add(leftOut(candidate, Cause.NO_CONTENT, 0));
      } else if (file.climb(room)) {
        placed.add(file);
      } else {
        leftOut.add(leftOut(candidate, Cause.NO_ROOM, needs));
      }
    }
    return placed;
  }

  private LeftOut leftOut(Candidate candidate, Cause cause, int needs) {
    return new LeftOut(
        candidate.wanted().path(),
        cause,
        budget.encoding().of(needs).most(),
        candidate.wanted().reasons());
  }

  private static void upgrade(List<Placed> placed, Room room) {
    PriorityQueue<Placed> queue = new PriorityQueue<>(Placed.BY_WORTH);
    placed.stream().filter(Placed::hasNext).forEach(queue::add);
    while (!queue.isEmpty() && room.isLeft()) {
      Placed file = queue.remove();
      if (!file.climb(room)) {
        file.skip();
      }
      if (file.hasNext()) {
        queue.add(file);
      }
    }
  }

  private Fitted result(List<Placed> placed, List<LeftOut> leftOut) {
    List<Shown> shown = placed.stream().map(Placed::shown).toList();
    String text = context.write(shown);
    // Once more, as one text: whatever the sum says, no context is over its budget.
    int counted = budget.encoding().vocabulary().count(text);
    if (counted > budget.encoding().countedWithin(budget.tokens())) {
      throw new IllegalStateException(
          "a context of %d tokens for a budget of %s".formatted(counted, budget));
    }
    List<Item> items =
        placed.stream()
            .map(
                file ->
                    new Item(
                        file.shown().file().path(),
                        file.shown().view(),
                        budget.encoding().of(file.tokens()),
                        file.wanted().reasons()))
            .sorted(Comparator.comparing(Item::path))
            .toList();
    return new Fitted(text, budget.encoding().of(counted), items, leftOut);
  }
}
