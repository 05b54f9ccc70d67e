package dev.devtail.router.translate.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A piece of a message. */
public sealed interface Block {

  /** The caller's wish to have everything up to here cached, as Anthropic writes it; or null. */
  default @Nullable JsonNode cacheControl() {
    return null;
  }

  record Text(String text, @Nullable JsonNode cacheControl) implements Block {
    public Text(String text) {
      this(text, null);
    }
  }

  record Image(Media media, @Nullable JsonNode cacheControl) implements Block {
    public Image(Media media) {
      this(media, null);
    }
  }

  /** Such as a PDF. */
  record Document(Media media, @Nullable String title, @Nullable JsonNode cacheControl)
      implements Block {}

  /** One that is text. */
  record TextDocument(String text, @Nullable String title, @Nullable JsonNode cacheControl)
      implements Block {

    /** For models that know no documents. */
    public String asText() {
      return title == null ? text : title + "\n\n" + text;
    }
  }

  /**
   * What the model has thought.
   *
   * @param text empty if its provider does not show it
   * @param signature null if it is not known whose it is
   */
  record Thinking(String text, @Nullable Signature signature) implements Block {}

  /** What the model has thought, to be read by its provider alone, which is Anthropic. */
  record RedactedThinking(String data) implements Block {}

  /**
   * A call of a tool.
   *
   * @param input an object
   */
  record ToolUse(ToolId id, String name, JsonNode input, @Nullable JsonNode cacheControl)
      implements Block {
    public ToolUse(ToolId id, String name, JsonNode input) {
      this(id, name, input, null);
    }
  }

  /**
   * What came of a call.
   *
   * @param content texts, images and documents
   */
  record ToolResult(ToolId id, List<Block> content, boolean error, @Nullable JsonNode cacheControl)
      implements Block {
    public ToolResult {
      content = List.copyOf(content);
    }
  }
}
