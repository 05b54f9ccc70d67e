package dev.devtail.router.window;

import dev.devtail.router.route.ModelName;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whose tokens are meant. Text is cut as OpenAI's {@code o200k_base} cuts it. Others do not publish
 * theirs: of them it is known only between what bounds they lie, in percent of OpenAI's.
 */
enum Tokenizer {
  /** GPT-4o and later; what the protocol adds is not published. */
  OPENAI(97, 100, 105),
  /** More for code than for prose, and more for the newest models than for older ones. */
  CLAUDE(100, 125, 170),
  GEMINI(85, 105, 130),
  OTHER(80, 110, 150);

  private static final Pattern OF_OPENAI = Pattern.compile("(.*/)?(gpt|chatgpt|codex|o\\d).*");

  private final int least;
  private final int likely;
  private final int most;

  Tokenizer(int least, int likely, int most) {
    this.least = least;
    this.likely = likely;
    this.most = most;
  }

  /** By the model's name, whoever provides it. */
  static Tokenizer of(ModelName model) {
    String name = model.model().toLowerCase(Locale.ROOT);
    if (name.contains("claude")) {
      return CLAUDE;
    }
    if (name.contains("gemini")) {
      return GEMINI;
    }
    return OF_OPENAI.matcher(name).matches() ? OPENAI : OTHER;
  }

  /**
   * @param counted by {@link TextTokens}
   */
  TokenCount of(long counted) {
    return new TokenCount(counted * least / 100, counted * likely / 100, counted * most / 100);
  }
}
