package dev.devtail.router.translate.conversation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the model may call. */
public sealed interface Tool {

  /**
   * Run by the caller.
   *
   * @param schema of its input, an object
   * @param strict whether the input must be of the schema; null if unsaid
   */
  record Function(
      String name,
      @Nullable String description,
      JsonNode schema,
      @Nullable Boolean strict,
      @Nullable JsonNode cacheControl)
      implements Tool {}

  /** The provider's own search of the web. */
  record WebSearch() implements Tool {}
}
