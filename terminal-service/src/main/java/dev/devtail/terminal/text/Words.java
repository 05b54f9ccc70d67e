package dev.devtail.terminal.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Words of a line: runs of letters, digits and underscores. Scripts that write without spaces have
 * every character as a word.
 */
public final class Words {

  /** Longer words are known by their beginning, in characters. */
  public static final int MAX_CHARS = 64;

  private Words() {}

  /** As words are compared: in small letters. */
  static String fold(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** The words of a text, in its order. */
  public static List<String> of(String text) {
    String folded = fold(text);
    List<String> words = new ArrayList<>();
    int begin = -1;
    int width;
    for (int i = 0; i < folded.length(); i += width) {
      int codePoint = folded.codePointAt(i);
      width = Character.charCount(codePoint);
      boolean inWord = isPart(codePoint) && !standsAlone(codePoint);
      if (inWord && begin < 0) {
        begin = i;
      } else if (!inWord && begin >= 0) {
        words.add(cut(folded.substring(begin, i)));
        begin = -1;
      }
      if (standsAlone(codePoint)) {
        words.add(folded.substring(i, i + width));
      }
    }
    if (begin >= 0) {
      words.add(cut(folded.substring(begin)));
    }
    return words;
  }

  private static String cut(String word) {
    return word.length() <= MAX_CHARS ? word : word.substring(0, MAX_CHARS);
  }

  static boolean isPart(int codePoint) {
    return Character.isLetterOrDigit(codePoint)
        || codePoint == '_'
        || Character.getType(codePoint) == Character.NON_SPACING_MARK;
  }

  static boolean standsAlone(int codePoint) {
    if (codePoint < 0x2E80) {
      return false;
    }
    return switch (Character.UnicodeScript.of(codePoint)) {
      case HAN, HIRAGANA, KATAKANA -> Character.isLetterOrDigit(codePoint);
      default -> false;
    };
  }
}
