package dev.devtail.router.translate.messages;

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
import dev.devtail.router.translate.conversation.Signature;
import dev.devtail.router.translate.conversation.Thinking;
import dev.devtail.router.translate.conversation.Tool;
import dev.devtail.router.translate.conversation.ToolChoice;
import dev.devtail.router.translate.conversation.ToolNames;
import dev.devtail.router.translate.conversation.Toolbox;
import dev.devtail.router.translate.conversation.Turns;
import dev.devtail.router.translate.json.Dropped;
import dev.devtail.router.translate.json.Json;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes requests of Anthropic's Messages ({@code POST /v1/messages}). */
public final class MessagesRequestWriter implements ConversationWriter {

  static final int MAX_TOOL_ID_CHARS = 64;
  private static final int MAX_TOOL_NAME_CHARS = 128;
  private static final double MAX_TEMPERATURE = 1;
  private static final double MIN_TOP_P_OF_THINKING = 0.95;

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
    private final String modelName;
    private final AnthropicModel model;
    private final ToolNames names;
    private final Dropped dropped;

    Pass(JsonGenerator json, String modelName, ToolNames names, Dropped dropped) {
      this.json = json;
      this.modelName = modelName;
      this.model = new AnthropicModel(modelName);
      this.names = names;
      this.dropped = dropped;
    }

    void request(Conversation conversation) {
      Settings settings = conversation.settings();
      long maxTokens =
          settings.maxTokens() == null ? model.defaultMaxTokens() : settings.maxTokens();
      List<Message> messages = Turns.of(conversation.messages().stream().map(this::held).toList());
      json.writeStartObject();
      json.writeStringProperty("model", modelName);
      json.writeNumberProperty("max_tokens", maxTokens);
      system(conversation.system());
      json.writeName("messages");
      json.writeStartArray();
      messages.forEach(this::message);
      json.writeEndArray();
      toolbox(conversation.toolbox());
      boolean thinks =
          thinking(settings, maxTokens, mayThink(messages, conversation.toolbox().choice()));
      sampling(settings.sampling(), thinks);
      stop(settings.stop());
      if (settings.user() != null) {
        json.writeName("metadata");
        json.writeStartObject();
        json.writeStringProperty("user_id", settings.user());
        json.writeEndObject();
      }
      if (settings.stream()) {
        json.writeBooleanProperty("stream", true);
      }
      json.writeEndObject();
    }

    /** What Anthropic takes of a message. It has no system in the midst of a conversation. */
    private Message held(Message message) {
      if (message.role() == Role.SYSTEM) {
        dropped.add(DroppedNames.SYSTEM_ROLE);
      }
      return new Message(
          message.role() == Role.ASSISTANT ? Role.ASSISTANT : Role.USER,
          message.blocks().stream().filter(this::isHeld).toList());
    }

    private boolean isHeld(Block block) {
      return switch (block) {
        case Block.Text text -> !text.text().isBlank();
        case Block.Thinking(String text, Signature by) -> {
          boolean own = by != null && by.origin() == Signature.Origin.ANTHROPIC;
          if (!own) {
            dropped.add(DroppedNames.THINKING);
          }
          yield own;
        }
        default -> true;
      };
    }

    private void system(List<Block.Text> system) {
      List<Block.Text> said = system.stream().filter(text -> !text.text().isBlank()).toList();
      if (!said.isEmpty()) {
        json.writeName("system");
        json.writeStartArray();
        said.forEach(this::block);
        json.writeEndArray();
      }
    }

    private void message(Message message) {
      json.writeStartObject();
      json.writeStringProperty("role", message.role() == Role.ASSISTANT ? "assistant" : "user");
      json.writeName("content");
      json.writeStartArray();
      message.blocks().forEach(this::block);
      json.writeEndArray();
      json.writeEndObject();
    }

    private void block(Block block) {
      json.writeStartObject();
      switch (block) {
        case Block.Text text -> {
          json.writeStringProperty("type", "text");
          json.writeStringProperty("text", text.text());
        }
        case Block.Image image -> {
          json.writeStringProperty("type", "image");
          source(image.media());
        }
        case Block.Document document -> {
          json.writeStringProperty("type", "document");
          source(document.media());
          title(document.title());
        }
        case Block.TextDocument document -> {
          json.writeStringProperty("type", "document");
          json.writeName("source");
          json.writeStartObject();
          json.writeStringProperty("type", "text");
          json.writeStringProperty("media_type", "text/plain");
          json.writeStringProperty("data", document.text());
          json.writeEndObject();
          title(document.title());
        }
        case Block.Thinking(String text, Signature by) -> {
          json.writeStringProperty("type", "thinking");
          json.writeStringProperty("thinking", text);
          json.writeStringProperty("signature", by == null ? "" : by.value());
        }
        case Block.RedactedThinking(String data) -> {
          json.writeStringProperty("type", "redacted_thinking");
          json.writeStringProperty("data", data);
        }
        case Block.ToolUse use -> {
          json.writeStringProperty("type", "tool_use");
          json.writeStringProperty("id", use.id().plain(MAX_TOOL_ID_CHARS));
          json.writeStringProperty("name", names.sent(use.name()));
          json.writeName("input");
          json.writeTree(use.input());
        }
        case Block.ToolResult result -> toolResult(result);
      }
      cacheControl(block.cacheControl());
      json.writeEndObject();
    }

    private void toolResult(Block.ToolResult result) {
      json.writeStringProperty("type", "tool_result");
      json.writeStringProperty("tool_use_id", result.id().plain(MAX_TOOL_ID_CHARS));
      json.writeName("content");
      json.writeStartArray();
      result.content().stream().filter(this::isHeld).forEach(this::block);
      json.writeEndArray();
      if (result.error()) {
        json.writeBooleanProperty("is_error", true);
      }
    }

    private void source(Media media) {
      json.writeName("source");
      json.writeStartObject();
      switch (media) {
        case Media.Inline(String type, String base64) -> {
          json.writeStringProperty("type", "base64");
          json.writeStringProperty("media_type", type);
          json.writeStringProperty("data", base64);
        }
        case Media.Remote(String url) -> {
          json.writeStringProperty("type", "url");
          json.writeStringProperty("url", url);
        }
      }
      json.writeEndObject();
    }

    private void title(@Nullable String title) {
      if (title != null) {
        json.writeStringProperty("title", title);
      }
    }

    private void cacheControl(@Nullable JsonNode wish) {
      if (wish != null) {
        json.writeName("cache_control");
        json.writeTree(wish);
      }
    }

    private void toolbox(Toolbox toolbox) {
      if (toolbox.tools().isEmpty()) {
        if (!(toolbox.choice() instanceof ToolChoice.Unsaid)) {
          dropped.add(DroppedNames.TOOL_CHOICE);
        }
        dropIf(toolbox.parallel() != null, DroppedNames.PARALLEL_TOOL_CALLS);
        return;
      }
      json.writeName("tools");
      json.writeStartArray();
      for (Tool tool : toolbox.tools()) {
        json.writeStartObject();
        switch (tool) {
          case Tool.Function function -> function(function);
          case Tool.WebSearch() -> {
            json.writeStringProperty("type", "web_search_20250305");
            json.writeStringProperty("name", "web_search");
          }
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      toolChoice(toolbox.choice(), toolbox.parallel());
    }

    private void function(Tool.Function function) {
      json.writeStringProperty("name", names.sent(function.name()));
      if (function.description() != null) {
        json.writeStringProperty("description", function.description());
      }
      json.writeName("input_schema");
      json.writeTree(ofObject(function.schema()));
      if (function.strict() != null) {
        json.writeBooleanProperty("strict", function.strict());
      }
      cacheControl(function.cacheControl());
    }

    /** The type is demanded here, and left out by some. */
    private static JsonNode ofObject(JsonNode schema) {
      if (schema.has("type")) {
        return schema;
      }
      return ((ObjectNode) schema.deepCopy()).put("type", "object");
    }

    private void toolChoice(ToolChoice choice, @Nullable Boolean parallel) {
      boolean sequential = Boolean.FALSE.equals(parallel);
      if (choice instanceof ToolChoice.Unsaid && !sequential) {
        return;
      }
      json.writeName("tool_choice");
      json.writeStartObject();
      switch (choice) {
        case ToolChoice.Unsaid() -> json.writeStringProperty("type", "auto");
        case ToolChoice.Auto() -> json.writeStringProperty("type", "auto");
        case ToolChoice.None() -> json.writeStringProperty("type", "none");
        case ToolChoice.Any() -> json.writeStringProperty("type", "any");
        case ToolChoice.One(String name) -> {
          json.writeStringProperty("type", "tool");
          json.writeStringProperty("name", names.sent(name));
        }
      }
      if (sequential && !(choice instanceof ToolChoice.None)) {
        json.writeBooleanProperty("disable_parallel_tool_use", true);
      }
      json.writeEndObject();
    }

    /**
     * Whether Anthropic lets a model think here: not where a tool is forced, and, by a budget, not
     * in the midst of a round of tools that has begun without thinking.
     */
    private boolean mayThink(List<Message> messages, ToolChoice choice) {
      if (choice instanceof ToolChoice.Any || choice instanceof ToolChoice.One) {
        return false;
      }
      if (model.thinking() == AnthropicModel.ThinkingMode.ADAPTIVE || messages.size() < 2) {
        return true;
      }
      boolean withinRound =
          messages.getLast().blocks().stream().anyMatch(Block.ToolResult.class::isInstance);
      Block first = messages.get(messages.size() - 2).blocks().getFirst();
      return !withinRound
          || first instanceof Block.Thinking
          || first instanceof Block.RedactedThinking;
    }

    /** Returns whether the model will think. */
    private boolean thinking(Settings settings, long maxTokens, boolean mayThink) {
      Effort effort = settings.effort();
      boolean wanted =
          switch (settings.thinking()) {
            case Thinking.Off() -> false;
            case Thinking.Unsaid() -> effort != null && effort != Effort.NONE;
            case Thinking.Adaptive() -> true;
            case Thinking.Budget budget -> true;
          };
      boolean thinks = wanted && mayThink && writeThinking(settings, maxTokens);
      boolean effortHeld = outputConfig(settings);
      if (wanted && !thinks) {
        if (!(settings.thinking() instanceof Thinking.Unsaid)) {
          dropped.add(DroppedNames.THINKING);
        } else if (!effortHeld) {
          dropped.add(DroppedNames.EFFORT);
        }
      }
      return thinks;
    }

    private boolean writeThinking(Settings settings, long maxTokens) {
      return switch (model.thinking()) {
        case NONE -> false;
        case ADAPTIVE -> {
          if (settings.thinking() instanceof Thinking.Budget) {
            dropped.add(DroppedNames.THINKING);
          }
          json.writeName("thinking");
          json.writeStartObject();
          json.writeStringProperty("type", "adaptive");
          if (settings.showThinking()) {
            json.writeStringProperty("display", "summarized");
          }
          json.writeEndObject();
          yield true;
        }
        case BUDGET -> {
          OptionalLong budget =
              settings.thinking() instanceof Thinking.Budget given
                  ? ThinkingPlan.budget(given, maxTokens)
                  : ThinkingPlan.budget(
                      settings.effort() == null ? Effort.HIGH : settings.effort(), maxTokens);
          budget.ifPresent(
              tokens -> {
                json.writeName("thinking");
                json.writeStartObject();
                json.writeStringProperty("type", "enabled");
                json.writeNumberProperty("budget_tokens", tokens);
                json.writeEndObject();
              });
          yield budget.isPresent();
        }
      };
    }

    /** Returns whether it tells the effort. */
    private boolean outputConfig(Settings settings) {
      Effort wanted =
          settings.effort() == null && settings.thinking() instanceof Thinking.Budget(long tokens)
              ? Effort.ofBudget(tokens)
              : settings.effort();
      Effort effort =
          wanted == null || wanted == Effort.NONE ? null : model.effort(wanted).orElse(null);
      if (effort != null && effort != wanted) {
        dropped.add(DroppedNames.EFFORT);
      }
      JsonNode schema =
          switch (settings.format()) {
            case OutputFormat.Text() -> null;
            case OutputFormat.JsonObject() -> {
              dropped.add(DroppedNames.RESPONSE_FORMAT);
              yield null;
            }
            case OutputFormat.JsonSchema format -> format.schema();
          };
      if (schema == null && effort == null) {
        return false;
      }
      json.writeName("output_config");
      json.writeStartObject();
      if (effort != null) {
        json.writeStringProperty("effort", effort.text());
      }
      if (schema != null) {
        json.writeName("format");
        json.writeStartObject();
        json.writeStringProperty("type", "json_schema");
        json.writeName("schema");
        json.writeTree(schema);
        json.writeEndObject();
      }
      json.writeEndObject();
      return effort != null;
    }

    private void sampling(Sampling sampling, boolean thinks) {
      boolean warm = temperature(sampling.temperature(), thinks);
      Double topP = sampling.topP();
      if (topP != null) {
        if (!model.takesSampling()
            || (thinks && topP < MIN_TOP_P_OF_THINKING)
            || (warm && model.takesOneSamplingOnly())) {
          dropped.add(DroppedNames.TOP_P);
        } else {
          json.writeNumberProperty("top_p", topP);
        }
      }
      if (sampling.topK() != null) {
        if (!model.takesSampling() || thinks) {
          dropped.add(DroppedNames.TOP_K);
        } else {
          json.writeNumberProperty("top_k", sampling.topK());
        }
      }
      dropIf(sampling.presencePenalty() != null, DroppedNames.PRESENCE_PENALTY);
      dropIf(sampling.frequencyPenalty() != null, DroppedNames.FREQUENCY_PENALTY);
      dropIf(sampling.seed() != null, DroppedNames.SEED);
    }

    private void dropIf(boolean there, String name) {
      if (there) {
        dropped.add(name);
      }
    }

    /** Returns whether one is set. */
    private boolean temperature(@Nullable Double temperature, boolean thinks) {
      if (temperature == null) {
        return false;
      }
      if (!model.takesSampling() || (thinks && temperature != MAX_TEMPERATURE)) {
        dropped.add(DroppedNames.TEMPERATURE);
        return false;
      }
      dropIf(temperature > MAX_TEMPERATURE, DroppedNames.TEMPERATURE);
      json.writeNumberProperty("temperature", Math.min(temperature, MAX_TEMPERATURE));
      return true;
    }

    private void stop(List<String> stop) {
      List<String> said = stop.stream().filter(sequence -> !sequence.isBlank()).toList();
      dropIf(said.size() < stop.size(), DroppedNames.STOP_SEQUENCES);
      if (!said.isEmpty()) {
        json.writeName("stop_sequences");
        json.writeStartArray();
        said.forEach(json::writeString);
        json.writeEndArray();
      }
    }
  }
}
