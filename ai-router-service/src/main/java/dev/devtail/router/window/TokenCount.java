package dev.devtail.router.window;

/** Tokens, as exactly as they can be known before they are sent. */
public record TokenCount(long least, long likely, long most) {

  /**
   * Of what has only been weighed.
   *
   * @param tokens at four bytes each
   */
  static TokenCount roughly(long tokens) {
    return new TokenCount(tokens * 6 / 10, tokens, tokens * 2);
  }
}
