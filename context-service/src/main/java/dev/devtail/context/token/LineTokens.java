package dev.devtail.context.token;

import java.util.Arrays;

/**
 * The tokens of a text, line by line, so that those of any slice are a difference.
 *
 * <p>A text may be cut behind a line feed, and its parts counted one by one, if the next line is
 * not blank, has no carriage return among its leading blanks, and does not begin with a slash: a
 * {@link #isSeam seam}. The patterns by which text is cut into pieces before it is encoded let a
 * piece reach beyond a line feed only by {@code [\r\n/]*} behind punctuation and by {@code
 * \s*[\r\n]+}; neither takes the beginning of such a line, nor looks at what is behind it. How a
 * line begins is all that matters, so that this holds for whatever is put before it.
 */
public final class LineTokens {

  private static final int NOT_A_SEAM = -1;

  private final String text;
  private final Vocabulary vocabulary;

  /** Where each line begins, and the end of the last. */
  private final int[] starts;

  /** The tokens before each line that begins at a seam, and of all. */
  private final int[] before;

  private LineTokens(String text, Vocabulary vocabulary, int[] starts, int[] before) {
    this.text = text;
    this.vocabulary = vocabulary;
    this.starts = starts;
    this.before = before;
  }

  /**
   * Counts a text.
   *
   * @param text if its last line has no line feed, it is given one
   */
  public static LineTokens of(String text, Vocabulary vocabulary) {
    String ended = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    int[] starts = lineStarts(ended);
    int[] before = new int[starts.length];
    before[0] = isSeam(ended, 0) ? 0 : NOT_A_SEAM;
    Tokenizer tokenizer = Tokenizer.of(vocabulary);
    int seam = 0;
    int tokens = 0;
    for (int line = 1; line < starts.length; line++) {
      if (isSeam(ended, starts[line])) {
        tokens += tokenizer.count(ended, starts[seam], starts[line]);
        before[line] = tokens;
        seam = line;
      } else {
        before[line] = NOT_A_SEAM;
      }
    }
    return new LineTokens(ended, vocabulary, starts, before);
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[16];
    int lines = 0;
    for (int start = 0; start < text.length(); start = text.indexOf('\n', start) + 1) {
      if (lines + 1 == starts.length) {
        starts = Arrays.copyOf(starts, starts.length * 2);
      }
      starts[lines++] = start;
    }
    starts[lines] = text.length();
    return Arrays.copyOf(starts, lines + 1);
  }

  /**
   * Whether a text, put behind one that ends with a line feed, adds its own tokens to those of that
   * one.
   *
   * @param text its first line ends with a line feed
   */
  static boolean isSeam(String text) {
    return isSeam(text, 0);
  }

  /** Whether a text may be cut here, where a line begins or the text ends. */
  private static boolean isSeam(String text, int at) {
    if (at == text.length()) {
      return true;
    }
    if (text.charAt(at) == '/') {
      return false;
    }
    int first = at;
    while (isBlank(text.charAt(first))) {
      first++;
      if (first == text.length()) {
        return false;
      }
    }
    return text.charAt(first) != '\n' && text.charAt(first) != '\r';
  }

  /** All that any of the patterns, in any version of Unicode, takes for a blank in a line. */
  private static boolean isBlank(char c) {
    return c != '\n'
        && c != '\r'
        && (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085');
  }

  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** How many there are. */
  public int lines() {
    return starts.length - 1;
  }

  /** The tokens of all lines. */
  public int tokens() {
    return before[lines()];
  }

  /**
   * The tokens of some lines, between two seams.
   *
   * @param first counted from 1
   * @param last included
   */
  public int tokens(int first, int last) {
    if (before[first - 1] == NOT_A_SEAM || before[last] == NOT_A_SEAM) {
      throw new IllegalArgumentException(
          "lines: %d to %d (expected: between seams)".formatted(first, last));
    }
    return before[last] - before[first - 1];
  }

  /** All lines. */
  public String text() {
    return text;
  }

  /**
   * Some lines.
   *
   * @param first counted from 1
   * @param last included; one less than the first: none
   */
  public String text(int first, int last) {
    return text.substring(starts[first - 1], starts[last]);
  }

  /**
   * Adds lines to a sum.
   *
   * @param first counted from 1
   * @param last included
   */
  void addTo(TokenSum sum, int first, int last) {
    int from = first - 1;
    while (from < last && before[from] == NOT_A_SEAM) {
      from++;
    }
    // What follows may belong to the end of the last part, which is therefore left to the sum.
    int to = Math.max(from, last - 1);
    while (to > from && before[to] == NOT_A_SEAM) {
      to--;
    }
    sum.add(text.substring(starts[first - 1], starts[from]));
    if (from < to) {
      sum.add(before[to] - before[from]);
    }
    sum.add(text.substring(starts[to], starts[last]));
  }
}
