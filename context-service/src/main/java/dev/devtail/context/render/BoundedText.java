package dev.devtail.context.render;

import java.io.Writer;

/** Collects text, up to a length. */
final class BoundedText extends Writer {

  /** It would be longer. */
  static final class TooLongException extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }

  private final StringBuilder text = new StringBuilder();
  private final int most;

  /**
   * @param most UTF-16 characters
   */
  BoundedText(int most) {
    this.most = most;
  }

  @Override
  public void write(char[] characters, int offset, int length) {
    if (text.length() + length > most) {
      throw new TooLongException();
    }
    text.append(characters, offset, length);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  @Override
  public String toString() {
    return text.toString();
  }
}
