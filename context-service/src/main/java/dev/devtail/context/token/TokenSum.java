package dev.devtail.context.token;

/**
 * The tokens of a text that is put together of parts, each of which begins a line and ends one.
 * What lies between two seams ({@link LineTokens}) is counted together. Not thread-safe.
 */
public final class TokenSum {

  private final Tokenizer tokenizer;
  private final StringBuilder sinceSeam = new StringBuilder();
  private int tokens;

  public TokenSum(Vocabulary vocabulary) {
    this.tokenizer = Tokenizer.of(vocabulary);
  }

  /**
   * Adds lines.
   *
   * @param text ends with a line feed, or is empty
   */
  public TokenSum add(String text) {
    if (text.isEmpty()) {
      return this;
    }
    if (LineTokens.isSeam(text)) {
      flush();
    }
    sinceSeam.append(text);
    return this;
  }

  /**
   * Adds lines that have been counted.
   *
   * @param first counted from 1
   * @param last included
   */
  public TokenSum add(LineTokens lines, int first, int last) {
    lines.addTo(this, first, last);
    return this;
  }

  /** Adds what lies between two seams. */
  void add(int counted) {
    flush();
    tokens += counted;
  }

  /** Of all that was added. */
  public int total() {
    flush();
    return tokens;
  }

  private void flush() {
    if (!sinceSeam.isEmpty()) {
      tokens += tokenizer.count(sinceSeam.toString(), 0, sinceSeam.length());
      sinceSeam.setLength(0);
    }
  }
}
