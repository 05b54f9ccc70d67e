package dev.devtail.router.translate.conversation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the answer's text has to be. */
public sealed interface OutputFormat {

  record Text() implements OutputFormat {}

  /** Any object. */
  record JsonObject() implements OutputFormat {}

  /**
   * @param name of the schema, for the model
   * @param strict null if unsaid
   */
  record JsonSchema(String name, JsonNode schema, @Nullable Boolean strict)
      implements OutputFormat {}
}
