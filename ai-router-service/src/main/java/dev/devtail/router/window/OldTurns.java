package dev.devtail.router.window;

import dev.devtail.router.window.Turn.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The oldest turns of a conversation, which a summary takes the place of. They end at a seam
 * ({@link Outline#seams}); instructions among them stay. As with {@link ToolResults} more is cut
 * than has to be, so that it is the same for several calls, and one summary serves them all.
 */
public final class OldTurns {

  /** What a summary may have. */
  public static final int SUMMARY_TOKENS = 4_000;

  private static final int STEPS = 4;

  private final byte[] body;
  private final List<Turn> turns;

  private OldTurns(byte[] body, List<Turn> turns) {
    this.body = body;
    this.turns = List.copyOf(turns);
  }

  /**
   * @param room most tokens, as they are counted in the outline
   * @return empty if the conversation would not fit even without them
   */
  static Optional<OldTurns> of(byte[] body, Outline outline, long room) {
    long tooMany = outline.tokens() + SUMMARY_TOKENS - room;
    long wanted = ToolResults.stepped(tooMany, Math.max(1, room / STEPS));
    List<Turn> old = new ArrayList<>();
    List<Turn> enough = List.of();
    long gained = 0;
    int next = 0;
    for (int seam : outline.seams()) {
      for (; next < seam; next++) {
        Turn turn = outline.turns().get(next);
        if (turn.side() != Side.SYSTEM) {
          old.add(turn);
          gained += turn.tokens();
        }
      }
      if (gained >= tooMany) {
        enough = List.copyOf(old);
      }
      if (gained >= wanted) {
        break;
      }
    }
    return enough.isEmpty() ? Optional.empty() : Optional.of(new OldTurns(body, enough));
  }

  public int size() {
    return turns.size();
  }

  /** What they say, for whoever summarises them. */
  public String transcript() {
    return Transcript.of(body, turns);
  }

  /** The conversation with a summary in their place. */
  public byte[] replacedBy(String summary) {
    Splices splices = new Splices();
    Turn first = turns.getFirst();
    splices.replace(first.start(), first.end(), message(summary));
    int end = first.end();
    for (Turn turn : turns.subList(1, turns.size())) {
      // With the comma before it.
      splices.replace(commaBefore(turn.start(), end), turn.end(), "");
      end = turn.end();
    }
    return splices.apply(body);
  }

  private int commaBefore(int start, int from) {
    int at = start - 1;
    while (at > from && body[at] != ',') {
      at--;
    }
    return at;
  }

  private static String message(String summary) {
    ObjectNode message = JsonNodeFactory.instance.objectNode().put("role", "user");
    return message
        .put(
            "content",
            """
            The beginning of this conversation did not fit into the model's context window. DevTail \
            has put this summary in its place:

            <summary>
            %s
            </summary>"""
                .formatted(summary.strip()))
        .toString();
  }
}
