package dev.devtail.router.translate.responses;

import dev.devtail.router.translate.conversation.ToolId;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A piece of a response's output. */
sealed interface OutputItem {

  /** How far it is. */
  enum Status {
    IN_PROGRESS("in_progress"),
    COMPLETED("completed");

    private final String text;

    Status(String text) {
      this.text = text;
    }
  }

  String id();

  void write(JsonGenerator json, Status status);

  private static void head(JsonGenerator json, String type, String id, Status status) {
    json.writeStartObject();
    json.writeStringProperty("type", type);
    json.writeStringProperty("id", id);
    json.writeStringProperty("status", status.text);
  }

  /** The part of a message that is its text. */
  static void textPart(JsonGenerator json, String text) {
    json.writeStartObject();
    json.writeStringProperty("type", "output_text");
    json.writeStringProperty("text", text);
    json.writeName("annotations");
    json.writeStartArray();
    json.writeEndArray();
    json.writeEndObject();
  }

  /** The part of a thought that can be read. */
  static void summaryPart(JsonGenerator json, String text) {
    json.writeStartObject();
    json.writeStringProperty("type", "summary_text");
    json.writeStringProperty("text", text);
    json.writeEndObject();
  }

  /**
   * @param text null as long as it has not begun
   */
  record Text(String id, @Nullable String text) implements OutputItem {
    @Override
    public void write(JsonGenerator json, Status status) {
      head(json, "message", id, status);
      json.writeStringProperty("role", "assistant");
      json.writeName("content");
      json.writeStartArray();
      if (text != null) {
        textPart(json, text);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  /**
   * @param sealed what the caller hands back with it; null if there is nothing, or not yet
   */
  record Reasoning(String id, String text, @Nullable String sealed) implements OutputItem {
    @Override
    public void write(JsonGenerator json, Status status) {
      head(json, "reasoning", id, status);
      json.writeName("summary");
      json.writeStartArray();
      if (!text.isEmpty()) {
        summaryPart(json, text);
      }
      json.writeEndArray();
      json.writeStringProperty("encrypted_content", sealed);
      json.writeEndObject();
    }
  }

  record Call(String id, ToolId call, String name, String arguments) implements OutputItem {
    @Override
    public void write(JsonGenerator json, Status status) {
      head(json, "function_call", id, status);
      json.writeStringProperty("call_id", call.encoded());
      json.writeStringProperty("name", name);
      json.writeStringProperty("arguments", arguments);
      json.writeEndObject();
    }
  }
}
