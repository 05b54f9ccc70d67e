package dev.devtail.context.token;

import java.util.Locale;

/**
 * A public vocabulary of tokens, by which text is counted exactly. What looks like a special token
 * counts as the text that it is.
 */
public enum Vocabulary {
  /** Of GPT-4o and later. */
  O200K_BASE,
  /** Of GPT-4 and GPT-3.5. */
  CL100K_BASE;

  /** As its makers call it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The tokens of a text that stands alone. */
  public int count(String text) {
    return Tokenizer.of(this).count(text, 0, text.length());
  }
}
