package dev.devtail.router.translate.chat;

import dev.devtail.router.route.ModelName;
import dev.devtail.router.translate.conversation.Block;
import dev.devtail.router.translate.conversation.Effort;
import dev.devtail.router.translate.conversation.Signature;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is known of a model by its name, where models that speak Chat Completions differ in what
 * they refuse.
 */
final class ChatModel {

  /**
   * OpenAI's models that think: they take an effort and {@code max_completion_tokens}, and neither
   * a temperature nor stop sequences.
   */
  private static final Pattern THINKS = Pattern.compile("(o[1-9]|gpt-([5-9]|\\d\\d))(?!.*-chat).*");

  /** Those of them that know {@code xhigh}. */
  private static final Pattern KNOWS_XHIGH = Pattern.compile("gpt-(5\\.[2-9]|[6-9]|\\d\\d).*");

  /**
   * Takes messages of the system anywhere; the templates of many others do at the beginning only.
   */
  private static final Pattern HEARS_SYSTEM =
      Pattern.compile("(o[1-9]|gpt-|chatgpt|deepseek|claude|gemini).*");

  /** Refuses calls of tools without the thinking that led to them, be it empty. */
  private static final String DEEPSEEK = "deepseek";

  private final String provider;
  private final boolean thinks;
  private final boolean knowsXhigh;
  private final boolean hearsSystem;
  private final boolean deepSeek;

  ChatModel(ModelName name) {
    String model = name.model().toLowerCase(Locale.ROOT);
    String bare = model.substring(model.lastIndexOf('/') + 1);
    provider = name.provider();
    hearsSystem = HEARS_SYSTEM.matcher(bare).matches();
    thinks = THINKS.matcher(bare).matches();
    knowsXhigh = KNOWS_XHIGH.matcher(bare).matches();
    deepSeek = bare.startsWith(DEEPSEEK) || provider.toLowerCase(Locale.ROOT).startsWith(DEEPSEEK);
  }

  /** Whether the system may speak in the midst of a conversation. */
  boolean hearsSystem() {
    return hearsSystem || deepSeek;
  }

  boolean thinks() {
    return thinks;
  }

  /** Empty if it takes none. */
  Optional<Effort> effort(Effort wanted) {
    if (!thinks) {
      return Optional.empty();
    }
    return Optional.of(wanted.within(Effort.LOW, knowsXhigh ? Effort.XHIGH : Effort.HIGH));
  }

  /** Whether it wants to have this back. */
  boolean takesBack(Block.Thinking thinking) {
    Signature by = thinking.signature();
    return by != null
        ? by.origin() == Signature.Origin.OPENAI && (deepSeek || by.value().equals(provider))
        : deepSeek;
  }

  /** Whether calls of tools need {@code reasoning_content}, even if there is none. */
  boolean needsThinking() {
    return deepSeek;
  }
}
