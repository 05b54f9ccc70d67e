package dev.devtail.context.token;

/**
 * Tokens, as exactly as they can be known.
 *
 * @param least not fewer
 * @param most not more
 */
public record TokenCount(long least, long likely, long most) {

  public boolean isExact() {
    return least == most;
  }
}
