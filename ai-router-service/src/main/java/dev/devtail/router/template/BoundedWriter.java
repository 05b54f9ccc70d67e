package dev.devtail.router.template;

import java.io.Writer;

/** Collects text, up to a length. */
final class BoundedWriter extends Writer {

  private final StringBuilder text = new StringBuilder();
  private final String reference;

  /**
   * @param reference what is rendered
   */
  BoundedWriter(String reference) {
    this.reference = reference;
  }

  /**
   * @throws TemplateException if that is too much
   */
  @Override
  public void write(char[] characters, int offset, int length) {
    if (text.length() + length > TemplateLibrary.MAX_RENDERED) {
      throw new TemplateException(
          TemplateException.Kind.TOO_LONG,
          "%s: its text is longer than %d characters. Give it less."
              .formatted(reference, TemplateLibrary.MAX_RENDERED));
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
