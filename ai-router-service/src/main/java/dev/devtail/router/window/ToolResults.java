package dev.devtail.router.window;

import dev.devtail.router.window.Turn.Result;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Replaces results of tools by a note, the oldest first. The call and its result stay a pair; what
 * the model has not answered yet stays as it is.
 *
 * <p>More is cut than has to be: what is cut grows by eighths of the window, so that it is the same
 * for several calls of a growing conversation, and the provider's cache of its beginning holds.
 */
final class ToolResults {

  private static final String NOTE =
      "[DevTail has left this result out, so that the conversation fits into the model's context"
          + " window. Call the tool again if you need it.]";

  private static final String JSON_NOTE = JsonNodeFactory.instance.stringNode(NOTE).toString();

  /** More than the note has. */
  private static final long NOTE_TOKENS = 40;

  /** A result that gains less than this stays. */
  private static final long MIN_GAIN = 40;

  private static final int STEPS = 8;

  private ToolResults() {}

  /** What is left, and how many results were cut. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Cut(byte[] body, int results) {}

  /**
   * @param room most tokens, as they are counted in the outline
   * @return empty if the conversation would still not fit
   */
  static Optional<Cut> cut(byte[] body, Outline outline, long room) {
    long tooMany = outline.tokens() - room;
    long wanted = stepped(tooMany, Math.max(1, room / STEPS));
    Splices splices = new Splices();
    long gained = 0;
    int results = 0;
    List<Turn> seen = outline.turns().subList(0, Math.max(0, outline.lastOfAssistant()));
    for (Turn turn : seen) {
      for (Result result : turn.results()) {
        long gain = result.tokens() - NOTE_TOKENS;
        if (gained < wanted && gain >= MIN_GAIN) {
          splices.replace(result.start(), result.end(), JSON_NOTE);
          gained += gain;
          results++;
        }
      }
    }
    return gained < tooMany ? Optional.empty() : Optional.of(new Cut(splices.apply(body), results));
  }

  static long stepped(long tokens, long step) {
    return Math.ceilDiv(tokens, step) * step;
  }
}
