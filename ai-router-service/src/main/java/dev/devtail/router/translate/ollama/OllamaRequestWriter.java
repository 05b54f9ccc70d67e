package dev.devtail.router.translate.ollama;

import dev.devtail.router.route.ModelName;
import dev.devtail.router.translate.conversation.Block;
import dev.devtail.router.translate.conversation.Conversation;
import dev.devtail.router.translate.conversation.ConversationWriter;
import dev.devtail.router.translate.conversation.DroppedNames;
import dev.devtail.router.translate.conversation.Effort;
import dev.devtail.router.translate.conversation.Media;
import dev.devtail.router.translate.conversation.Message;
import dev.devtail.router.translate.conversation.OutputFormat;
import dev.devtail.router.translate.conversation.Sampling;
import dev.devtail.router.translate.conversation.Settings;
import dev.devtail.router.translate.conversation.Signature;
import dev.devtail.router.translate.conversation.Thinking;
import dev.devtail.router.translate.conversation.Tool;
import dev.devtail.router.translate.conversation.ToolChoice;
import dev.devtail.router.translate.conversation.ToolNames;
import dev.devtail.router.translate.conversation.Toolbox;
import dev.devtail.router.translate.json.Dropped;
import dev.devtail.router.translate.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Writes requests of Ollama ({@code POST /api/chat}). Results of tools are told by the tool's name,
 * in the order of the calls; images are bytes beside a message's text.
 */
public final class OllamaRequestWriter implements ConversationWriter {

  private static final int MAX_TOOL_NAME_CHARS = 64;

  /** Takes how hard to think; other models take whether to. */
  private static final String TAKES_EFFORT = "gpt-oss";

  @Override
  public int maxToolNameChars() {
    return MAX_TOOL_NAME_CHARS;
  }

  @Override
  public byte[] write(
      Conversation conversation, ModelName model, ToolNames names, Dropped dropped) {
    return Json.bytes(json -> new Pass(json, model.model(), names, dropped).request(conversation));
  }

  /** The writing of one request. */
  private static final class Pass {

    private final JsonGenerator json;
    private final String model;
    private final ToolNames names;
    private final Dropped dropped;

    /** Names of the tools that were called, by the ids of the calls. */
    private final Map<String, String> called = new HashMap<>();

    Pass(JsonGenerator json, String model, ToolNames names, Dropped dropped) {
      this.json = json;
      this.model = model;
      this.names = names;
      this.dropped = dropped;
    }

    void request(Conversation conversation) {
      json.writeStartObject();
      json.writeStringProperty("model", model);
      json.writeName("messages");
      json.writeStartArray();
      if (!conversation.system().isEmpty()) {
        said("system", conversation.system());
      }
      conversation.messages().forEach(this::message);
      json.writeEndArray();
      toolbox(conversation.toolbox());
      settings(conversation.settings());
      json.writeEndObject();
    }

    private void message(Message message) {
      switch (message.role()) {
        case SYSTEM -> said("system", message.blocks());
        case USER -> user(message.blocks());
        case ASSISTANT -> assistant(message.blocks());
      }
    }

    private void user(List<Block> blocks) {
      List<Block> rest = new ArrayList<>(blocks.size());
      for (Block block : blocks) {
        if (block instanceof Block.ToolResult result) {
          result(result);
        } else {
          rest.add(block);
        }
      }
      if (!rest.isEmpty()) {
        said("user", rest);
      }
    }

    private void result(Block.ToolResult result) {
      cacheControl(result);
      if (result.error()) {
        dropped.add(DroppedNames.IS_ERROR);
      }
      json.writeStartObject();
      json.writeStringProperty("role", "tool");
      json.writeStringProperty(
          "tool_name", names.sent(called.getOrDefault(result.id().id(), "unknown")));
      content(result.content());
      json.writeEndObject();
    }

    private void said(String role, List<? extends Block> blocks) {
      json.writeStartObject();
      json.writeStringProperty("role", role);
      content(blocks);
      json.writeEndObject();
    }

    /** One text, and images beside it. */
    private void content(List<? extends Block> blocks) {
      List<String> texts = new ArrayList<>();
      List<String> images = new ArrayList<>();
      for (Block block : blocks) {
        cacheControl(block);
        switch (block) {
          case Block.Text text -> texts.add(text.text());
          case Block.TextDocument document -> texts.add(document.asText());
          case Block.Image(Media.Inline inline, JsonNode cacheControl) ->
              images.add(inline.base64());
          case Block.Image image -> dropped.add(DroppedNames.IMAGE);
          case Block.Document document -> dropped.add(DroppedNames.DOCUMENT);
          default -> throw new IllegalStateException("no part of a message: " + block);
        }
      }
      texts.removeIf(String::isEmpty);
      json.writeStringProperty("content", String.join("\n\n", texts));
      if (!images.isEmpty()) {
        json.writeName("images");
        json.writeStartArray();
        images.forEach(json::writeString);
        json.writeEndArray();
      }
    }

    private void cacheControl(Block block) {
      if (block.cacheControl() != null) {
        dropped.add(DroppedNames.CACHE_CONTROL);
      }
    }

    private void assistant(List<Block> blocks) {
      StringBuilder thinking = new StringBuilder();
      List<Block> said = new ArrayList<>();
      List<Block.ToolUse> calls = new ArrayList<>();
      for (Block block : blocks) {
        switch (block) {
          case Block.ToolUse call -> calls.add(call);
          case Block.Thinking(String text, Signature by)
              when by != null && by.origin() == Signature.Origin.OLLAMA ->
              thinking.append(text);
          case Block.Thinking thought -> dropped.add(DroppedNames.THINKING);
          case Block.RedactedThinking thought -> dropped.add(DroppedNames.THINKING);
          default -> said.add(block);
        }
      }
      if (said.isEmpty() && calls.isEmpty()) {
        return;
      }
      json.writeStartObject();
      json.writeStringProperty("role", "assistant");
      content(said);
      if (!thinking.isEmpty()) {
        json.writeStringProperty("thinking", thinking.toString());
      }
      if (!calls.isEmpty()) {
        json.writeName("tool_calls");
        json.writeStartArray();
        calls.forEach(this::call);
        json.writeEndArray();
      }
      json.writeEndObject();
    }

    private void call(Block.ToolUse use) {
      cacheControl(use);
      called.put(use.id().id(), use.name());
      json.writeStartObject();
      json.writeName("function");
      json.writeStartObject();
      json.writeStringProperty("name", names.sent(use.name()));
      json.writeName("arguments");
      json.writeTree(use.input());
      json.writeEndObject();
      json.writeEndObject();
    }

    private void toolbox(Toolbox toolbox) {
      if (toolbox.hasWebSearch()) {
        dropped.add(DroppedNames.WEB_SEARCH);
      }
      if (toolbox.parallel() != null) {
        dropped.add(DroppedNames.PARALLEL_TOOL_CALLS);
      }
      boolean none = toolbox.choice() instanceof ToolChoice.None;
      if (!none
          && !(toolbox.choice() instanceof ToolChoice.Unsaid)
          && !(toolbox.choice() instanceof ToolChoice.Auto)) {
        dropped.add(DroppedNames.TOOL_CHOICE);
      }
      List<Tool.Function> functions = toolbox.functions();
      if (functions.isEmpty() || none) {
        // A model that is told of no tools calls none.
        return;
      }
      json.writeName("tools");
      json.writeStartArray();
      functions.forEach(this::function);
      json.writeEndArray();
    }

    private void function(Tool.Function function) {
      if (function.cacheControl() != null) {
        dropped.add(DroppedNames.CACHE_CONTROL);
      }
      if (function.strict() != null) {
        dropped.add(DroppedNames.STRICT);
      }
      json.writeStartObject();
      json.writeStringProperty("type", "function");
      json.writeName("function");
      json.writeStartObject();
      json.writeStringProperty("name", names.sent(function.name()));
      json.writeStringProperty(
          "description", function.description() == null ? "" : function.description());
      json.writeName("parameters");
      json.writeTree(function.schema());
      json.writeEndObject();
      json.writeEndObject();
    }

    private void settings(Settings settings) {
      // Unlike everywhere else, a stream is what comes when nothing is said.
      json.writeBooleanProperty("stream", settings.stream());
      thinking(settings);
      switch (settings.format()) {
        case OutputFormat.Text() -> {}
        case OutputFormat.JsonObject() -> json.writeStringProperty("format", "json");
        case OutputFormat.JsonSchema(String name, JsonNode schema, Boolean strict) -> {
          json.writeName("format");
          json.writeTree(schema);
        }
      }
      if (settings.user() != null) {
        dropped.add(DroppedNames.USER);
      }
      json.writeName("options");
      json.writeStartObject();
      if (settings.maxTokens() != null) {
        json.writeNumberProperty("num_predict", settings.maxTokens());
      }
      if (!settings.stop().isEmpty()) {
        json.writeName("stop");
        json.writeStartArray();
        settings.stop().forEach(json::writeString);
        json.writeEndArray();
      }
      sampling(settings.sampling());
      json.writeEndObject();
    }

    private void sampling(Sampling sampling) {
      number("temperature", sampling.temperature());
      number("top_p", sampling.topP());
      number("presence_penalty", sampling.presencePenalty());
      number("frequency_penalty", sampling.frequencyPenalty());
      if (sampling.topK() != null) {
        json.writeNumberProperty("top_k", sampling.topK());
      }
      if (sampling.seed() != null) {
        json.writeNumberProperty("seed", sampling.seed());
      }
    }

    private void number(String field, @Nullable Double value) {
      if (value != null) {
        json.writeNumberProperty(field, value);
      }
    }

    /** A model that cannot think refuses to be told to, so that it is left to do as it does. */
    private void thinking(Settings settings) {
      Effort effort = settings.effort();
      if (settings.thinking() instanceof Thinking.Budget(long tokens)) {
        dropped.add(DroppedNames.THINKING);
        effort = effort == null ? Effort.ofBudget(tokens) : effort;
      }
      if (settings.thinking() instanceof Thinking.Off || effort == Effort.NONE) {
        json.writeBooleanProperty("think", false);
        return;
      }
      if (effort == null) {
        return;
      }
      if (!model.toLowerCase(Locale.ROOT).contains(TAKES_EFFORT)) {
        if (settings.effort() != null) {
          dropped.add(DroppedNames.EFFORT);
        }
        return;
      }
      Effort held = effort.within(Effort.LOW, Effort.HIGH);
      if (held != effort) {
        dropped.add(DroppedNames.EFFORT);
      }
      json.writeStringProperty("think", held.text());
    }
  }
}
