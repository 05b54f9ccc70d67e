package dev.devtail.router.translate.gemini;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Writes requests of Google's {@code generateContent}. The model, and whether the answer is to come
 * in events, are not in the body but in the URL: {@code POST /v1beta/models/MODEL:generateContent},
 * {@code POST /v1beta/models/MODEL:streamGenerateContent?alt=sse}.
 *
 * <p>Schemas of tools go as they are, in {@code parametersJsonSchema}: what the older {@code
 * parameters} would refuse ({@code $schema}, {@code additionalProperties}) is taken there.
 */
public final class GeminiRequestWriter implements ConversationWriter {

  /**
   * Stands for a signature that there is none of, because another model has called the tool. Google
   * documents it for that ("Thought signatures", FAQ).
   */
  static final String NO_SIGNATURE = "skip_thought_signature_validator";

  private static final int MAX_TOOL_ID_CHARS = 64;
  private static final int MAX_TOOL_NAME_CHARS = 64;
  private static final int MAX_STOP_SEQUENCES = 5;

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
    private final GeminiModel model;
    private final ToolNames names;
    private final Dropped dropped;

    /** Names of the tools that were called, by the ids of the calls: results are told by both. */
    private final Map<String, String> called = new HashMap<>();

    Pass(JsonGenerator json, String model, ToolNames names, Dropped dropped) {
      this.json = json;
      this.model = new GeminiModel(model);
      this.names = names;
      this.dropped = dropped;
    }

    void request(Conversation conversation) {
      json.writeStartObject();
      system(conversation.system());
      json.writeName("contents");
      json.writeStartArray();
      Turns.of(conversation.messages().stream().map(this::held).toList()).forEach(this::content);
      json.writeEndArray();
      toolbox(conversation.toolbox());
      settings(conversation.settings());
      json.writeEndObject();
    }

    private void system(List<Block.Text> system) {
      List<Block.Text> said = system.stream().filter(text -> !text.text().isEmpty()).toList();
      if (said.isEmpty()) {
        return;
      }
      json.writeName("systemInstruction");
      json.writeStartObject();
      json.writeName("parts");
      json.writeStartArray();
      said.forEach(this::part);
      json.writeEndArray();
      json.writeEndObject();
    }

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
        case Block.Text text -> !text.text().isEmpty();
        case Block.Thinking(String text, Signature by) -> {
          // Without a signature of Google's own it is of no use there.
          boolean own =
              by != null && by.origin() == Signature.Origin.GEMINI && !by.value().isEmpty();
          if (!own) {
            dropped.add(DroppedNames.THINKING);
          }
          yield own;
        }
        case Block.RedactedThinking thinking -> {
          dropped.add(DroppedNames.THINKING);
          yield false;
        }
        default -> true;
      };
    }

    private void content(Message message) {
      json.writeStartObject();
      json.writeStringProperty("role", message.role() == Role.ASSISTANT ? "model" : "user");
      json.writeName("parts");
      json.writeStartArray();
      boolean first = true;
      for (Block block : message.blocks()) {
        if (block instanceof Block.ToolUse use) {
          call(use, first);
          first = false;
        } else {
          part(block);
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }

    private void part(Block block) {
      if (block.cacheControl() != null) {
        dropped.add(DroppedNames.CACHE_CONTROL);
      }
      switch (block) {
        case Block.Text text -> textPart(text.text());
        case Block.TextDocument document -> textPart(document.asText());
        case Block.Image image -> mediaPart(image.media());
        case Block.Document document -> {
          if (document.title() != null) {
            dropped.add(DroppedNames.TITLE);
          }
          mediaPart(document.media());
        }
        case Block.Thinking(String text, Signature by) -> {
          json.writeStartObject();
          json.writeStringProperty("text", text);
          if (!text.isEmpty()) {
            json.writeBooleanProperty("thought", true);
          }
          if (by != null) {
            json.writeStringProperty("thoughtSignature", by.value());
          }
          json.writeEndObject();
        }
        case Block.ToolResult result -> result(result);
        case Block.ToolUse use -> throw new IllegalStateException("written by its turn");
        case Block.RedactedThinking thinking -> throw new IllegalStateException("not held");
      }
    }

    private void textPart(String text) {
      json.writeStartObject();
      json.writeStringProperty("text", text);
      json.writeEndObject();
    }

    private void mediaPart(Media media) {
      json.writeStartObject();
      switch (media) {
        case Media.Inline(String type, String base64) -> {
          json.writeName("inlineData");
          json.writeStartObject();
          json.writeStringProperty("mimeType", type);
          json.writeStringProperty("data", base64);
          json.writeEndObject();
        }
        case Media.Remote(String url) -> {
          json.writeName("fileData");
          json.writeStartObject();
          json.writeStringProperty("fileUri", url);
          json.writeEndObject();
        }
      }
      json.writeEndObject();
    }

    /** The first of parallel calls bears the signature of all. */
    private void call(Block.ToolUse use, boolean first) {
      if (use.cacheControl() != null) {
        dropped.add(DroppedNames.CACHE_CONTROL);
      }
      called.put(use.id().id(), use.name());
      json.writeStartObject();
      json.writeName("functionCall");
      json.writeStartObject();
      json.writeStringProperty("id", use.id().shortened(MAX_TOOL_ID_CHARS));
      json.writeStringProperty("name", names.sent(use.name()));
      json.writeName("args");
      json.writeTree(use.input());
      json.writeEndObject();
      String signature = use.id().signature();
      if (signature != null) {
        json.writeStringProperty("thoughtSignature", signature);
      } else if (first && model.checksSignatures()) {
        json.writeStringProperty("thoughtSignature", NO_SIGNATURE);
      }
      json.writeEndObject();
    }

    /** It holds text; what else there is follows as parts of its own. */
    private void result(Block.ToolResult result) {
      json.writeStartObject();
      json.writeName("functionResponse");
      json.writeStartObject();
      json.writeStringProperty("id", result.id().shortened(MAX_TOOL_ID_CHARS));
      json.writeStringProperty(
          "name", names.sent(called.getOrDefault(result.id().id(), "unknown")));
      json.writeName("response");
      json.writeStartObject();
      json.writeStringProperty(
          result.error() ? "error" : "output",
          result.content().stream()
              .map(
                  block ->
                      switch (block) {
                        case Block.Text text -> text.text();
                        case Block.TextDocument document -> document.asText();
                        default -> "";
                      })
              .filter(text -> !text.isEmpty())
              .collect(Collectors.joining("\n\n")));
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndObject();
      for (Block block : result.content()) {
        switch (block) {
          case Block.Image image -> part(image);
          case Block.Document document -> part(document);
          default -> cacheControl(block.cacheControl());
        }
      }
    }

    private void cacheControl(@Nullable JsonNode wish) {
      if (wish != null) {
        dropped.add(DroppedNames.CACHE_CONTROL);
      }
    }

    private void toolbox(Toolbox toolbox) {
      if (toolbox.parallel() != null) {
        dropped.add(DroppedNames.PARALLEL_TOOL_CALLS);
      }
      List<Tool.Function> functions = toolbox.functions();
      if (functions.isEmpty()) {
        if (toolbox.hasWebSearch()) {
          ownSearch();
        }
        if (!(toolbox.choice() instanceof ToolChoice.Unsaid)) {
          dropped.add(DroppedNames.TOOL_CHOICE);
        }
        return;
      }
      if (toolbox.hasWebSearch()) {
        // Not beside functions.
        dropped.add(DroppedNames.WEB_SEARCH);
      }
      json.writeName("tools");
      json.writeStartArray();
      json.writeStartObject();
      json.writeName("functionDeclarations");
      json.writeStartArray();
      functions.forEach(this::function);
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndArray();
      toolChoice(toolbox.choice());
    }

    private void ownSearch() {
      json.writeName("tools");
      json.writeStartArray();
      json.writeStartObject();
      json.writeName("googleSearch");
      json.writeStartObject();
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndArray();
    }

    private void function(Tool.Function function) {
      cacheControl(function.cacheControl());
      if (function.strict() != null) {
        dropped.add(DroppedNames.STRICT);
      }
      json.writeStartObject();
      json.writeStringProperty("name", names.sent(function.name()));
      if (function.description() != null) {
        json.writeStringProperty("description", function.description());
      }
      json.writeName("parametersJsonSchema");
      json.writeTree(function.schema());
      json.writeEndObject();
    }

    private void toolChoice(ToolChoice choice) {
      switch (choice) {
        case ToolChoice.Unsaid() -> {}
        case ToolChoice.Auto() -> callingMode("AUTO", null);
        case ToolChoice.None() -> callingMode("NONE", null);
        case ToolChoice.Any() -> callingMode("ANY", null);
        case ToolChoice.One(String name) -> callingMode("ANY", names.sent(name));
      }
    }

    private void callingMode(String mode, @Nullable String only) {
      json.writeName("toolConfig");
      json.writeStartObject();
      json.writeName("functionCallingConfig");
      json.writeStartObject();
      json.writeStringProperty("mode", mode);
      if (only != null) {
        json.writeName("allowedFunctionNames");
        json.writeStartArray();
        json.writeString(only);
        json.writeEndArray();
      }
      json.writeEndObject();
      json.writeEndObject();
    }

    private void settings(Settings settings) {
      if (settings.user() != null) {
        dropped.add(DroppedNames.USER);
      }
      json.writeName("generationConfig");
      json.writeStartObject();
      if (settings.maxTokens() != null) {
        json.writeNumberProperty("maxOutputTokens", settings.maxTokens());
      }
      stop(settings.stop());
      sampling(settings.sampling());
      thinking(settings);
      format(settings.format());
      json.writeEndObject();
    }

    private void stop(List<String> stop) {
      if (stop.isEmpty()) {
        return;
      }
      if (stop.size() > MAX_STOP_SEQUENCES) {
        dropped.add(DroppedNames.STOP_SEQUENCES);
      }
      json.writeName("stopSequences");
      json.writeStartArray();
      stop.stream().limit(MAX_STOP_SEQUENCES).forEach(json::writeString);
      json.writeEndArray();
    }

    private void sampling(Sampling sampling) {
      number("temperature", sampling.temperature());
      number("topP", sampling.topP());
      number("presencePenalty", sampling.presencePenalty());
      number("frequencyPenalty", sampling.frequencyPenalty());
      if (sampling.topK() != null) {
        json.writeNumberProperty("topK", sampling.topK());
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

    private void thinking(Settings settings) {
      Effort effort = settings.thinking() instanceof Thinking.Off ? Effort.NONE : settings.effort();
      boolean said = effort != null || !(settings.thinking() instanceof Thinking.Unsaid);
      if (!said) {
        return;
      }
      switch (model.thinking()) {
        case NONE -> {
          if (!(settings.thinking() instanceof Thinking.Unsaid)
              && !(settings.thinking() instanceof Thinking.Off)) {
            dropped.add(DroppedNames.THINKING);
          }
          if (settings.effort() != null && settings.effort() != Effort.NONE) {
            dropped.add(DroppedNames.EFFORT);
          }
        }
        case BUDGET -> {
          Long budget =
              settings.thinking() instanceof Thinking.Budget(long tokens)
                  ? Long.valueOf(model.budget(tokens))
                  : effort == null ? null : Long.valueOf(model.budget(effort));
          thinkingConfig(settings, budget, null);
        }
        case LEVEL -> {
          if (settings.thinking() instanceof Thinking.Budget(long tokens)) {
            dropped.add(DroppedNames.THINKING);
            effort = effort == null ? Effort.ofBudget(tokens) : effort;
          }
          Effort level = effort == null ? null : model.level(effort);
          if (level != effort) {
            dropped.add(settings.effort() == null ? DroppedNames.THINKING : DroppedNames.EFFORT);
          }
          thinkingConfig(settings, null, level);
        }
      }
    }

    private void thinkingConfig(Settings settings, @Nullable Long budget, @Nullable Effort level) {
      json.writeName("thinkingConfig");
      json.writeStartObject();
      if (budget != null) {
        json.writeNumberProperty("thinkingBudget", budget);
      }
      if (level != null) {
        json.writeStringProperty("thinkingLevel", level.text());
      }
      json.writeBooleanProperty(
          "includeThoughts",
          settings.showThinking() && !(settings.thinking() instanceof Thinking.Off));
      json.writeEndObject();
    }

    private void format(OutputFormat format) {
      switch (format) {
        case OutputFormat.Text() -> {}
        case OutputFormat.JsonObject() ->
            json.writeStringProperty("responseMimeType", "application/json");
        case OutputFormat.JsonSchema(String name, JsonNode schema, Boolean strict) -> {
          json.writeStringProperty("responseMimeType", "application/json");
          json.writeName("responseJsonSchema");
          json.writeTree(schema);
        }
      }
    }
  }
}
