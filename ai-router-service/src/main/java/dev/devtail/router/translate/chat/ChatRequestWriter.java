package dev.devtail.router.translate.chat;

import dev.devtail.router.route.ModelName;
import dev.devtail.router.translate.conversation.Block;
import dev.devtail.router.translate.conversation.Conversation;
import dev.devtail.router.translate.conversation.ConversationWriter;
import dev.devtail.router.translate.conversation.DroppedNames;
import dev.devtail.router.translate.conversation.Effort;
import dev.devtail.router.translate.conversation.Media;
import dev.devtail.router.translate.conversation.Message;
import dev.devtail.router.translate.conversation.OutputFormat;
import dev.devtail.router.translate.conversation.Role;
import dev.devtail.router.translate.conversation.Sampling;
import dev.devtail.router.translate.conversation.Settings;
import dev.devtail.router.translate.conversation.Thinking;
import dev.devtail.router.translate.conversation.Tool;
import dev.devtail.router.translate.conversation.ToolChoice;
import dev.devtail.router.translate.conversation.ToolNames;
import dev.devtail.router.translate.conversation.Toolbox;
import dev.devtail.router.translate.conversation.Turns;
import dev.devtail.router.translate.json.Dropped;
import dev.devtail.router.translate.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes requests of OpenAI's Chat Completions ({@code POST /v1/chat/completions}). */
public final class ChatRequestWriter implements ConversationWriter {

  static final int MAX_TOOL_ID_CHARS = 40;
  private static final int MAX_TOOL_NAME_CHARS = 64;
  private static final int MAX_STOP_SEQUENCES = 4;

  @Override
  public int maxToolNameChars() {
    return MAX_TOOL_NAME_CHARS;
  }

  @Override
  public byte[] write(
      Conversation conversation, ModelName model, ToolNames names, Dropped dropped) {
    return Json.bytes(
        json -> new Pass(json, model, names, dropped).request(conversation, model.model()));
  }

  /** The writing of one request. */
  private static final class Pass {

    private final JsonGenerator json;
    private final ChatModel model;
    private final ToolNames names;
    private final Dropped dropped;

    Pass(JsonGenerator json, ModelName model, ToolNames names, Dropped dropped) {
      this.json = json;
      this.model = new ChatModel(model);
      this.names = names;
      this.dropped = dropped;
    }

    void request(Conversation conversation, String modelName) {
      json.writeStartObject();
      json.writeStringProperty("model", modelName);
      json.writeName("messages");
      json.writeStartArray();
      if (!conversation.system().isEmpty()) {
        system(conversation.system());
      }
      heard(conversation.messages()).forEach(this::message);
      json.writeEndArray();
      toolbox(conversation.toolbox());
      settings(conversation.settings());
      json.writeEndObject();
    }

    private void system(List<? extends Block> blocks) {
      json.writeStartObject();
      json.writeStringProperty("role", "system");
      json.writeStringProperty("content", texts(blocks));
      json.writeEndObject();
    }

    /** Of blocks that are texts, or stand for one. */
    private String texts(List<? extends Block> blocks) {
      return blocks.stream()
          .flatMap(block -> text(block).stream())
          .filter(text -> !text.isEmpty())
          .collect(Collectors.joining("\n\n"));
    }

    private Optional<String> text(Block block) {
      cacheControl(block.cacheControl());
      return switch (block) {
        case Block.Text text -> Optional.of(text.text());
        case Block.TextDocument document -> Optional.of(document.asText());
        default -> Optional.empty();
      };
    }

    private void cacheControl(@Nullable JsonNode wish) {
      if (wish != null) {
        dropped.add(DroppedNames.CACHE_CONTROL);
      }
    }

    private List<Message> heard(List<Message> messages) {
      if (model.hearsSystem()
          || messages.stream().noneMatch(message -> message.role() == Role.SYSTEM)) {
        return messages;
      }
      dropped.add(DroppedNames.SYSTEM_ROLE);
      return Turns.of(
          messages.stream()
              .map(
                  message ->
                      message.role() == Role.SYSTEM
                          ? new Message(Role.USER, message.blocks())
                          : message)
              .toList());
    }

    private void message(Message message) {
      switch (message.role()) {
        case SYSTEM -> system(message.blocks());
        case USER -> user(message.blocks());
        case ASSISTANT -> assistant(message.blocks());
      }
    }

    /**
     * Results of tools are messages of their own, and hold nothing but text: what else they have
     * follows.
     */
    private void user(List<Block> blocks) {
      List<Block> rest = new ArrayList<>(blocks.size());
      for (Block block : blocks) {
        if (block instanceof Block.ToolResult result) {
          toolResult(result, rest);
        }
      }
      blocks.stream().filter(block -> !(block instanceof Block.ToolResult)).forEach(rest::add);
      List<Block> parts = rest.stream().filter(this::isHeld).toList();
      if (parts.isEmpty()) {
        return;
      }
      json.writeStartObject();
      json.writeStringProperty("role", "user");
      if (parts.size() == 1 && parts.getFirst() instanceof Block.Text text) {
        cacheControl(text.cacheControl());
        json.writeStringProperty("content", text.text());
      } else {
        json.writeName("content");
        json.writeStartArray();
        parts.forEach(this::part);
        json.writeEndArray();
      }
      json.writeEndObject();
    }

    private void toolResult(Block.ToolResult result, List<Block> rest) {
      cacheControl(result.cacheControl());
      if (result.error()) {
        dropped.add(DroppedNames.IS_ERROR);
      }
      json.writeStartObject();
      json.writeStringProperty("role", "tool");
      json.writeStringProperty("tool_call_id", result.id().shortened(MAX_TOOL_ID_CHARS));
      json.writeStringProperty("content", texts(result.content()));
      json.writeEndObject();
      result.content().stream()
          .filter(part -> part instanceof Block.Image || part instanceof Block.Document)
          .forEach(rest::add);
    }

    private boolean isHeld(Block block) {
      return switch (block) {
        case Block.Text text -> !text.text().isEmpty();
        case Block.Document(Media.Remote remote, String title, JsonNode cacheControl) -> {
          dropped.add(DroppedNames.DOCUMENT);
          yield false;
        }
        default -> true;
      };
    }

    private void part(Block block) {
      cacheControl(block.cacheControl());
      switch (block) {
        case Block.Text text -> textPart(text.text());
        case Block.TextDocument document -> textPart(document.asText());
        case Block.Image image -> imagePart(image.media());
        case Block.Document document -> {
          if (document.media() instanceof Media.Inline file) {
            filePart(file, document.title());
          }
        }
        default -> throw new IllegalStateException("no part of a user's message: " + block);
      }
    }

    private void textPart(String text) {
      json.writeStartObject();
      json.writeStringProperty("type", "text");
      json.writeStringProperty("text", text);
      json.writeEndObject();
    }

    private void imagePart(Media media) {
      json.writeStartObject();
      json.writeStringProperty("type", "image_url");
      json.writeName("image_url");
      json.writeStartObject();
      json.writeStringProperty(
          "url",
          switch (media) {
            case Media.Inline inline -> inline.url();
            case Media.Remote(String url) -> url;
          });
      json.writeEndObject();
      json.writeEndObject();
    }

    private void filePart(Media.Inline file, @Nullable String title) {
      json.writeStartObject();
      json.writeStringProperty("type", "file");
      json.writeName("file");
      json.writeStartObject();
      json.writeStringProperty("filename", title == null ? "document.pdf" : title);
      json.writeStringProperty("file_data", file.url());
      json.writeEndObject();
      json.writeEndObject();
    }

    private void assistant(List<Block> blocks) {
      StringBuilder thinking = new StringBuilder();
      List<Block.Text> said = new ArrayList<>();
      List<Block.ToolUse> calls = new ArrayList<>();
      for (Block block : blocks) {
        switch (block) {
          case Block.Text text -> {
            if (!text.text().isEmpty()) {
              said.add(text);
            }
          }
          case Block.ToolUse call -> calls.add(call);
          case Block.Thinking thought -> {
            if (model.takesBack(thought)) {
              thinking.append(thought.text());
            } else {
              dropped.add(DroppedNames.THINKING);
            }
          }
          case Block.RedactedThinking thought -> dropped.add(DroppedNames.THINKING);
          default -> throw new IllegalStateException("no part of an answer: " + block);
        }
      }
      if (said.isEmpty() && calls.isEmpty()) {
        return;
      }
      json.writeStartObject();
      json.writeStringProperty("role", "assistant");
      if (said.isEmpty()) {
        json.writeNullProperty("content");
      } else {
        json.writeStringProperty("content", texts(said));
      }
      if (!thinking.isEmpty() || (model.needsThinking() && !calls.isEmpty())) {
        json.writeStringProperty("reasoning_content", thinking.toString());
      }
      if (!calls.isEmpty()) {
        json.writeName("tool_calls");
        json.writeStartArray();
        calls.forEach(this::call);
        json.writeEndArray();
      }
      json.writeEndObject();
    }

    private void call(Block.ToolUse call) {
      cacheControl(call.cacheControl());
      json.writeStartObject();
      json.writeStringProperty("id", call.id().shortened(MAX_TOOL_ID_CHARS));
      json.writeStringProperty("type", "function");
      json.writeName("function");
      json.writeStartObject();
      json.writeStringProperty("name", names.sent(call.name()));
      json.writeStringProperty("arguments", call.input().toString());
      json.writeEndObject();
      json.writeEndObject();
    }

    private void toolbox(Toolbox toolbox) {
      if (toolbox.hasWebSearch()) {
        dropped.add(DroppedNames.WEB_SEARCH);
      }
      List<Tool.Function> functions = toolbox.functions();
      if (functions.isEmpty()) {
        if (!(toolbox.choice() instanceof ToolChoice.Unsaid)) {
          dropped.add(DroppedNames.TOOL_CHOICE);
        }
        if (toolbox.parallel() != null) {
          dropped.add(DroppedNames.PARALLEL_TOOL_CALLS);
        }
        return;
      }
      json.writeName("tools");
      json.writeStartArray();
      functions.forEach(this::function);
      json.writeEndArray();
      toolChoice(toolbox.choice());
      if (toolbox.parallel() != null) {
        json.writeBooleanProperty("parallel_tool_calls", toolbox.parallel());
      }
    }

    private void function(Tool.Function function) {
      cacheControl(function.cacheControl());
      json.writeStartObject();
      json.writeStringProperty("type", "function");
      json.writeName("function");
      json.writeStartObject();
      json.writeStringProperty("name", names.sent(function.name()));
      if (function.description() != null) {
        json.writeStringProperty("description", function.description());
      }
      json.writeName("parameters");
      json.writeTree(withProperties(function.schema()));
      if (function.strict() != null) {
        json.writeBooleanProperty("strict", function.strict());
      }
      json.writeEndObject();
      json.writeEndObject();
    }

    /** An object's schema must name its properties here, even if there are none. */
    private static JsonNode withProperties(JsonNode schema) {
      if (schema.has("properties") || !schema.path("type").asString("").equals("object")) {
        return schema;
      }
      ObjectNode copy = (ObjectNode) schema.deepCopy();
      copy.putObject("properties");
      return copy;
    }

    private void toolChoice(ToolChoice choice) {
      switch (choice) {
        case ToolChoice.Unsaid() -> {}
        case ToolChoice.Auto() -> json.writeStringProperty("tool_choice", "auto");
        case ToolChoice.None() -> json.writeStringProperty("tool_choice", "none");
        case ToolChoice.Any() -> json.writeStringProperty("tool_choice", "required");
        case ToolChoice.One(String name) -> {
          json.writeName("tool_choice");
          json.writeStartObject();
          json.writeStringProperty("type", "function");
          json.writeName("function");
          json.writeStartObject();
          json.writeStringProperty("name", names.sent(name));
          json.writeEndObject();
          json.writeEndObject();
        }
      }
    }

    private void settings(Settings settings) {
      if (settings.maxTokens() != null) {
        json.writeNumberProperty(
            model.thinks() ? "max_completion_tokens" : "max_tokens", settings.maxTokens());
      }
      stop(settings.stop());
      sampling(settings.sampling());
      thinking(settings);
      format(settings.format());
      if (settings.user() != null) {
        // What one provider is told of people is not told to another.
        dropped.add(DroppedNames.USER);
      }
      if (settings.stream()) {
        json.writeBooleanProperty("stream", true);
        json.writeName("stream_options");
        json.writeStartObject();
        json.writeBooleanProperty("include_usage", true);
        json.writeEndObject();
      }
    }

    private void stop(List<String> stop) {
      if (stop.size() > MAX_STOP_SEQUENCES || (model.thinks() && !stop.isEmpty())) {
        dropped.add(DroppedNames.STOP_SEQUENCES);
      }
      if (stop.isEmpty() || model.thinks()) {
        return;
      }
      json.writeName("stop");
      json.writeStartArray();
      stop.stream().limit(MAX_STOP_SEQUENCES).forEach(json::writeString);
      json.writeEndArray();
    }

    private void sampling(Sampling sampling) {
      number("temperature", DroppedNames.TEMPERATURE, sampling.temperature());
      number("top_p", DroppedNames.TOP_P, sampling.topP());
      number("presence_penalty", DroppedNames.PRESENCE_PENALTY, sampling.presencePenalty());
      number("frequency_penalty", DroppedNames.FREQUENCY_PENALTY, sampling.frequencyPenalty());
      if (sampling.topK() != null) {
        dropped.add(DroppedNames.TOP_K);
      }
      if (sampling.seed() != null) {
        json.writeNumberProperty("seed", sampling.seed());
      }
    }

    /** Models that think take nothing but what they do anyway. */
    private void number(String field, String name, @Nullable Double value) {
      if (value == null) {
        return;
      }
      if (model.thinks()) {
        dropped.add(name);
      } else {
        json.writeNumberProperty(field, value);
      }
    }

    private void thinking(Settings settings) {
      Effort wanted = settings.effort();
      switch (settings.thinking()) {
        case Thinking.Unsaid() -> {}
        case Thinking.Off() -> {
          if (model.thinks()) {
            dropped.add(DroppedNames.THINKING);
          }
        }
        case Thinking.Adaptive() -> {
          if (!model.thinks()) {
            dropped.add(DroppedNames.THINKING);
          }
        }
        case Thinking.Budget(long tokens) -> {
          dropped.add(DroppedNames.THINKING);
          wanted = wanted == null ? Effort.ofBudget(tokens) : wanted;
        }
      }
      if (wanted == null) {
        return;
      }
      Optional<Effort> held = model.effort(wanted);
      held.ifPresent(effort -> json.writeStringProperty("reasoning_effort", effort.text()));
      if (held.isEmpty() || held.get() != wanted) {
        dropped.add(DroppedNames.EFFORT);
      }
    }

    private void format(OutputFormat format) {
      switch (format) {
        case OutputFormat.Text() -> {}
        case OutputFormat.JsonObject() -> {
          json.writeName("response_format");
          json.writeStartObject();
          json.writeStringProperty("type", "json_object");
          json.writeEndObject();
        }
        case OutputFormat.JsonSchema(String name, JsonNode schema, Boolean strict) -> {
          json.writeName("response_format");
          json.writeStartObject();
          json.writeStringProperty("type", "json_schema");
          json.writeName("json_schema");
          json.writeStartObject();
          json.writeStringProperty("name", name);
          json.writeName("schema");
          json.writeTree(schema);
          if (strict != null) {
            json.writeBooleanProperty("strict", strict);
          }
          json.writeEndObject();
          json.writeEndObject();
        }
      }
    }
  }
}
