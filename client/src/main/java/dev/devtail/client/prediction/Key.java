package dev.devtail.client.prediction;

import java.util.Map;

/** What a key may do to the line that is edited. */
sealed interface Key {

  /** A letter that is one cell wide for every program. */
  record Letter(String text) implements Key {}

  /** A key that edits or moves. */
  enum Editing implements Key {
    BACKSPACE,
    LEFT,
    RIGHT,
    /** May do anything. */
    UNPREDICTABLE
  }

  Map<String, Editing> SEQUENCES =
      Map.of(
          "\u007f", Editing.BACKSPACE,
          "\u001b[D", Editing.LEFT,
          "\u001bOD", Editing.LEFT,
          "\u001b[C", Editing.RIGHT,
          "\u001bOC", Editing.RIGHT);

  /**
   * The key that sends this: predicted is what is typed one by one, not what is pasted or composed.
   */
  static Key of(String typed) {
    if (typed.length() == 1 && isNarrow(typed.charAt(0))) {
      return new Letter(typed);
    }
    return SEQUENCES.getOrDefault(typed, Editing.UNPREDICTABLE);
  }

  /** ASCII, Latin-1 and Latin Extended without the soft hyphen. */
  private static boolean isNarrow(char letter) {
    return (letter >= ' ' && letter <= '~')
        || (letter >= '\u00a1' && letter <= '\u024f' && letter != '\u00ad');
  }
}
