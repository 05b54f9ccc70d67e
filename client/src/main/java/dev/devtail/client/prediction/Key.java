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
    /** Ends the line: what is typed next is for whoever reads the next one. */
    ENTER,
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
    if (isNarrow(typed)) {
      return new Letter(typed);
    }
    return typed.indexOf('\r') >= 0 || typed.indexOf('\n') >= 0
        ? Editing.ENTER
        : SEQUENCES.getOrDefault(typed, Editing.UNPREDICTABLE);
  }

  /** Whether it is one letter of ASCII, Latin-1 or Latin Extended, but for the soft hyphen. */
  static boolean isNarrow(String text) {
    if (text.length() != 1) {
      return false;
    }
    char letter = text.charAt(0);
    return (letter >= ' ' && letter <= '~')
        || (letter >= '\u00a1' && letter <= '\u024f' && letter != '\u00ad');
  }
}
