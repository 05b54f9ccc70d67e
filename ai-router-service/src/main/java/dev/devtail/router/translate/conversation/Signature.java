package dev.devtail.router.translate.conversation;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a provider has sealed its thinking with, to see it again on the next call. It is of use to
 * nobody else, so that it carries whose it is: callers hand back what they were given, and nothing
 * need be stored here.
 *
 * @param value as the provider wrote it
 */
public record Signature(Origin origin, String value) {

  /** Who has thought. */
  public enum Origin {
    /** Its signatures are not marked: they pass through where callers speak its protocol. */
    ANTHROPIC(""),
    GEMINI("gemini"),
    /**
     * A provider that returns its thinking as text and wants it back ({@code reasoning_content});
     * the value is the provider's name.
     */
    OPENAI("openai"),
    /** As {@link #OPENAI}. */
    OLLAMA("ollama");

    private final String mark;

    Origin(String mark) {
      this.mark = mark;
    }
  }

  /** Before a signature that is not Anthropic's; no base64 has a dot. */
  public static final String PREFIX = "devtail.";

  /** For the caller, as one string. */
  public String encoded() {
    return origin == Origin.ANTHROPIC
        ? value
        : PREFIX
            + origin.mark
            + "."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What the caller hands back. What is marked and cannot be read is taken for one that no provider
   * wants, as it is none of theirs.
   */
  public static Optional<Signature> decode(String encoded) {
    if (encoded.isEmpty()) {
      return Optional.empty();
    }
    if (!encoded.startsWith(PREFIX)) {
      return Optional.of(new Signature(Origin.ANTHROPIC, encoded));
    }
    int dot = encoded.indexOf('.', PREFIX.length());
    if (dot < 0) {
      return Optional.empty();
    }
    String mark = encoded.substring(PREFIX.length(), dot);
    for (Origin origin : Origin.values()) {
      if (!origin.mark.isEmpty() && origin.mark.equals(mark)) {
        return unsealed(encoded.substring(dot + 1)).map(value -> new Signature(origin, value));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> unsealed(String base64) {
    try {
      return Optional.of(new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }
}
