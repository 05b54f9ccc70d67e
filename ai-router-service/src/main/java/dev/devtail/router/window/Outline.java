package dev.devtail.router.window;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A conversation as far as it matters to its length.
 *
 * @param fixedTokens of instructions and tools, which stand outside of the turns
 */
record Outline(List<Turn> turns, long fixedTokens) {

  Outline {
    turns = List.copyOf(turns);
  }

  long tokens() {
    return fixedTokens + turns.stream().mapToLong(Turn::tokens).sum();
  }

  /** The index of the last turn of the model; -1 if it has not spoken. */
  int lastOfAssistant() {
    return IntStream.range(0, turns.size())
        .filter(index -> turns.get(index).side() == Turn.Side.ASSISTANT)
        .max()
        .orElse(-1);
  }

  /**
   * Where the conversation may be cut in two, as indices of the turns that come behind the cuts: no
   * call is before a cut whose result is behind it, and nothing that the model has said in one go
   * (thinking, and the calls that follow from it) is cut apart.
   */
  List<Integer> seams() {
    Set<String> open = new HashSet<>();
    boolean[] seam = new boolean[turns.size()];
    for (int index = 0; index < turns.size(); index++) {
      Turn turn = turns.get(index);
      seam[index] = index > 0 && open.isEmpty() && isApart(turns.get(index - 1), turn);
      open.addAll(turn.calls());
      open.removeAll(turn.answered());
    }
    return IntStream.range(0, seam.length).filter(index -> seam[index]).boxed().toList();
  }

  private static boolean isApart(Turn before, Turn turn) {
    return switch (turn.side()) {
      case RESULT -> false;
      case ASSISTANT -> before.side() == Turn.Side.USER || before.side() == Turn.Side.RESULT;
      case USER, SYSTEM -> true;
    };
  }
}
