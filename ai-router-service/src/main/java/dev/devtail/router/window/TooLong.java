package dev.devtail.router.window;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a provider has said of a conversation that is too long for it.
 *
 * @param tokens as it has counted them
 * @param room most that it takes
 */
public record TooLong(long tokens, long room) {

  private static final String NUMBER = "(\\d{1,12})";

  /** Anthropic: prompt is too long: 215000 tokens &gt; 200000 maximum. */
  private static final Pattern TOKENS_FIRST =
      Pattern.compile(NUMBER + " tokens > " + NUMBER + " maximum");

  /**
   * OpenAI: This model's maximum context length is 128000 tokens. However, your messages resulted
   * in 130000 tokens. Gemini: The input token count (1100000) exceeds the maximum number of tokens
   * allowed (1048576).
   */
  private static final Pattern ROOM_FIRST =
      Pattern.compile("maximum context length is " + NUMBER + " tokens\\D+" + NUMBER + " tokens");

  private static final Pattern OF_GEMINI =
      Pattern.compile("count \\(" + NUMBER + "\\) exceeds .*allowed \\(" + NUMBER + "\\)");

  /** Empty if it does not say. */
  public static Optional<TooLong> parse(String message) {
    String digits = message.replaceAll("(?<=\\d)[,_](?=\\d{3})", "");
    return Stream.of(
            found(TOKENS_FIRST, digits, 1, 2),
            found(OF_GEMINI, digits, 1, 2),
            found(ROOM_FIRST, digits, 2, 1))
        .flatMap(Optional::stream)
        .filter(told -> told.tokens() > told.room() && told.room() > 0)
        .findFirst();
  }

  private static Optional<TooLong> found(Pattern pattern, String message, int tokens, int room) {
    Matcher matcher = pattern.matcher(message);
    return matcher.find()
        ? Optional.of(
            new TooLong(Long.parseLong(matcher.group(tokens)), Long.parseLong(matcher.group(room))))
        : Optional.empty();
  }
}
