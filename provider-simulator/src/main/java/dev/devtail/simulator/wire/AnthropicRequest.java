package dev.devtail.simulator.wire;

import static dev.devtail.simulator.wire.AnthropicWire.refused;

import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Question;
import dev.devtail.simulator.script.Question.Thoughts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Checks a request of Messages, field by field, and says what is wrong as the API does. */
final class AnthropicRequest {

  private static final Set<String> COUNT_FIELDS =
      Set.of(
          "cache_control",
          "context_management",
          "mcp_servers",
          "messages",
          "model",
          "output_config",
          "output_format",
          "speed",
          "system",
          "thinking",
          "tool_choice",
          "tools");

  private static final Set<String> ONLY_MESSAGES_FIELDS =
      Set.of(
          "container",
          "diagnostics",
          "inference_geo",
          "max_tokens",
          "metadata",
          "service_tier",
          "stop_sequences",
          "stream",
          "temperature",
          "top_k",
          "top_p");

  private static final Pattern TOOL_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");
  private static final Set<String> EFFORTS = Set.of("low", "medium", "high", "xhigh", "max");
  private static final int MIN_BUDGET = 1024;
  private static final int MAX_CACHE_MARKS = 4;
  private static final long WINDOW_TOKENS = 1_000_000;
  private static final long SMALL_WINDOW_TOKENS = 200_000;

  private final Call call;
  private final JsonNode body;
  private final Transcript transcript = new Transcript();
  private final Set<String> tools = new HashSet<>();
  private String thinking = "disabled";

  private AnthropicRequest(Call call) {
    this.call = call;
    this.body = call.body();
  }

  static Question read(Call call) {
    return new AnthropicRequest(call).messages();
  }

  static long countTokens(Call call) {
    AnthropicRequest request = new AnthropicRequest(call);
    AnthropicWire.requireVersion(call);
    request.fields(COUNT_FIELDS, Set.of());
    request.model();
    request.conversation();
    return request.transcript.tokens();
  }

  private Question messages() {
    AnthropicWire.requireVersion(call);
    fields(COUNT_FIELDS, ONLY_MESSAGES_FIELDS);
    String model = model();
    long maxTokens = maxTokens();
    sampling();
    thinking(AnthropicModel.of(model), maxTokens);
    effort(AnthropicModel.of(model));
    conversation();
    long window =
        call.header().apply("anthropic-beta").contains("context-1m")
            ? WINDOW_TOKENS
            : SMALL_WINDOW_TOKENS;
    if (transcript.tokens() > window) {
      throw refused(
          "prompt is too long: %d tokens > %d maximum".formatted(transcript.tokens(), window));
    }
    return transcript.question(
        Provider.ANTHROPIC,
        model,
        body.path("stream").asBoolean(false),
        !call.header().apply("x-claude-code-agent-id").isEmpty(),
        thoughts(),
        true);
  }

  private void fields(Set<String> known, Set<String> alsoKnown) {
    if (!body.isObject()) {
      throw refused("Input should be a valid dictionary or object to extract fields from");
    }
    if (call.strict()) {
      for (String name : body.propertyNames()) {
        if (!known.contains(name) && !alsoKnown.contains(name)) {
          throw refused(name + ": Extra inputs are not permitted");
        }
      }
    }
    JsonNode stream = body.path("stream");
    if (!stream.isMissingNode() && !stream.isBoolean()) {
      throw refused("stream: Input should be a valid boolean");
    }
  }

  private String model() {
    JsonNode model = body.path("model");
    if (model.isMissingNode()) {
      throw refused("model: Field required");
    }
    if (!model.isString()) {
      throw refused("model: Input should be a valid string");
    }
    if (!Provider.ANTHROPIC.knows(model.asString())) {
      throw new Refusal(new ApiError(404, "not_found_error", "model: " + model.asString()));
    }
    return model.asString();
  }

  private long maxTokens() {
    JsonNode max = body.path("max_tokens");
    if (max.isMissingNode()) {
      throw refused("max_tokens: Field required");
    }
    if (!max.isIntegralNumber()) {
      throw refused("max_tokens: Input should be a valid integer");
    }
    if (max.longValue() < 1) {
      throw refused("max_tokens: Input should be greater than or equal to 1");
    }
    return max.longValue();
  }

  private void sampling() {
    JsonNode temperature = body.path("temperature");
    if (!temperature.isMissingNode() && !temperature.isNumber()) {
      throw refused("temperature: Input should be a valid number");
    }
    if (temperature.isNumber()
        && (temperature.doubleValue() < 0 || temperature.doubleValue() > 1)) {
      throw refused("temperature: range: 0..1");
    }
    for (JsonNode sequence : body.path("stop_sequences")) {
      if (sequence.asString("").isBlank()) {
        throw refused("stop_sequences: each stop sequence must contain non-whitespace");
      }
    }
  }

  private void thinking(AnthropicModel model, long maxTokens) {
    JsonNode config = body.path("thinking");
    if (config.isMissingNode() || config.isNull()) {
      return;
    }
    String type = config.path("type").asString("");
    switch (type) {
      case "disabled" -> {
        return;
      }
      case "adaptive" -> {
        if (!model.thinksAdaptively()) {
          throw refused("adaptive thinking is not supported on this model");
        }
      }
      case "enabled" -> budget(model, config.path("budget_tokens"), maxTokens);
      default ->
          throw refused(
              "thinking: Input tag '%s' found using 'type' does not match any of the expected tags:"
                      .formatted(type)
                  + " 'adaptive', 'disabled', 'enabled'");
    }
    thinking = type;
    if (body.path("temperature").isNumber() && body.path("temperature").doubleValue() != 1) {
      throw refused(
          "`temperature` may only be set to 1 when thinking is enabled or in adaptive mode. Please"
              + " consult our documentation at"
              + " https://docs.claude.com/en/docs/build-with-claude/extended-thinking");
    }
    String choice = body.path("tool_choice").path("type").asString("auto");
    if (choice.equals("any") || choice.equals("tool")) {
      throw refused("Thinking may not be enabled when tool_choice forces tool use.");
    }
  }

  private static void budget(AnthropicModel model, JsonNode budget, long maxTokens) {
    if (!model.takesBudget()) {
      throw refused(
          "\"thinking.type.enabled\" is not supported for this model. Use"
              + " \"thinking.type.adaptive\" and \"output_config.effort\" to control thinking"
              + " behavior.");
    }
    if (!budget.isIntegralNumber()) {
      throw refused("thinking.enabled.budget_tokens: Field required");
    }
    if (budget.longValue() < MIN_BUDGET) {
      throw refused(
          "thinking.enabled.budget_tokens: Input should be greater than or equal to " + MIN_BUDGET);
    }
    if (budget.longValue() >= maxTokens) {
      throw refused("`max_tokens` must be greater than `thinking.budget_tokens`.");
    }
  }

  private void effort(AnthropicModel model) {
    JsonNode effort = body.path("output_config").path("effort");
    if (effort.isMissingNode() || effort.isNull()) {
      return;
    }
    if (!model.takesEffort()) {
      throw refused("This model does not support the effort parameter.");
    }
    if (!EFFORTS.contains(effort.asString(""))) {
      throw refused("output_config.effort: Input should be 'low', 'medium', 'high' or 'max'");
    }
  }

  private Thoughts thoughts() {
    if (thinking.equals("disabled")) {
      return Thoughts.NONE;
    }
    return body.path("thinking").path("display").asString("summarized").equals("omitted")
        ? Thoughts.OMITTED
        : Thoughts.SHOWN;
  }

  private void conversation() {
    system();
    tools();
    toolChoice();
    new AnthropicMessages(transcript, thinking.equals("enabled"), takesSystemRole())
        .read(body.path("messages"));
    cacheMarks();
  }

  /** Instructions in the midst of a conversation are a beta that the caller has to name. */
  private boolean takesSystemRole() {
    String betas = call.header().apply("anthropic-beta");
    return betas.contains("mid-conversation") || betas.contains("per-turn-control");
  }

  private void system() {
    JsonNode system = body.path("system");
    if (system.isString()) {
      transcript.system(system.asString());
      return;
    }
    if (!system.isMissingNode() && !system.isArray()) {
      throw refused("system: Input should be a valid string or list");
    }
    int index = 0;
    for (JsonNode block : system) {
      if (!block.path("type").asString("").equals("text")) {
        throw refused("system.%d.type: Input should be 'text'".formatted(index));
      }
      if (block.path("text").asString("").isEmpty()) {
        throw refused("system: text content blocks must be non-empty");
      }
      transcript.system(block.path("text").asString());
      index++;
    }
  }

  private void tools() {
    int index = 0;
    for (JsonNode tool : body.path("tools")) {
      tool(tool, "tools." + index++);
    }
  }

  private void tool(JsonNode tool, String path) {
    String type = tool.path("type").asString("custom");
    String name = tool.path("name").asString("");
    if (tool.path("name").isMissingNode() && !type.equals("mcp_toolset")) {
      throw refused("%s.%s.name: Field required".formatted(path, type));
    }
    if (type.equals("custom")) {
      if (!TOOL_NAME.matcher(name).matches()) {
        throw refused(path + ".custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
      }
      JsonNode schema = tool.path("input_schema");
      if (!schema.isObject()) {
        throw refused(path + ".custom.input_schema: Field required");
      }
      if (!schema.path("type").asString("").equals("object")) {
        throw refused(
            path
                + ".custom.input_schema.type: "
                + (schema.has("type") ? "Input should be 'object'" : "Field required"));
      }
    }
    if (!tools.add(name)) {
      throw refused("tools: Tool names must be unique.");
    }
    transcript.tool(name, tool.toString().length());
  }

  private void toolChoice() {
    JsonNode choice = body.path("tool_choice");
    if (choice.isMissingNode() || choice.isNull()) {
      return;
    }
    String type = choice.path("type").asString("");
    if (!List.of("auto", "any", "tool", "none").contains(type)) {
      throw refused(
          "tool_choice: Input tag '%s' found using 'type' does not match any of the expected tags:"
                  .formatted(type)
              + " 'any', 'auto', 'none', 'tool'");
    }
    if (tools.isEmpty()) {
      throw refused("tool_choice: tool_choice may only be specified while providing tools.");
    }
    if (type.equals("tool") && !tools.contains(choice.path("name").asString(""))) {
      throw refused(
          "Tool '%s' not found in provided tools".formatted(choice.path("name").asString("")));
    }
  }

  private void cacheMarks() {
    int marks = marks(body.path("system")) + marks(body.path("tools"));
    for (JsonNode message : body.path("messages")) {
      marks += marks(message.path("content"));
    }
    if (marks > MAX_CACHE_MARKS) {
      throw refused(
          "A maximum of %d blocks with cache_control may be provided. Found %d."
              .formatted(MAX_CACHE_MARKS, marks));
    }
  }

  private static int marks(JsonNode blocks) {
    int marks = 0;
    if (blocks.isArray()) {
      for (JsonNode block : blocks) {
        marks += block.path("cache_control").isObject() ? 1 : 0;
      }
    }
    return marks;
  }
}
