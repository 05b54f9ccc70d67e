package dev.devtail.simulator.wire;

import static dev.devtail.simulator.wire.OpenAiWire.refused;

import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Question;
import dev.devtail.simulator.script.Question.Thoughts;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Checks a request of Chat Completions, field by field, and says what is wrong as the API does. */
final class ChatRequest {

  private static final Set<String> FIELDS =
      Set.of(
          "audio",
          "frequency_penalty",
          "function_call",
          "functions",
          "logit_bias",
          "logprobs",
          "max_completion_tokens",
          "max_tokens",
          "messages",
          "metadata",
          "modalities",
          "model",
          "n",
          "parallel_tool_calls",
          "prediction",
          "presence_penalty",
          "prompt_cache_key",
          "prompt_cache_retention",
          "reasoning_effort",
          "response_format",
          "safety_identifier",
          "seed",
          "service_tier",
          "stop",
          "store",
          "stream",
          "stream_options",
          "temperature",
          "tool_choice",
          "tools",
          "top_logprobs",
          "top_p",
          "user",
          "verbosity",
          "web_search_options");

  private static final Pattern REASONING_MODEL = Pattern.compile("(o\\d|gpt-5|codex).*");
  private static final Pattern TOOL_NAME = Pattern.compile("[a-zA-Z0-9_-]+");
  private static final int MAX_NAME_CHARS = 64;
  private static final int MAX_STOPS = 4;
  private static final int MAX_TOOLS = 128;
  private static final long WINDOW_TOKENS = 400_000;

  private final Provider provider;
  private final Call call;
  private final JsonNode body;
  private final Transcript transcript = new Transcript();
  private final Set<String> tools = new HashSet<>();

  ChatRequest(Provider provider, Call call) {
    this.provider = provider;
    this.call = call;
    this.body = call.body();
  }

  Question read() {
    fields();
    String model = model();
    parameters(model);
    tools();
    new ChatMessages(provider, transcript).read(body.path("messages"));
    if (transcript.tokens() > WINDOW_TOKENS) {
      throw refused(
          ("This model's maximum context length is %d tokens. However, your messages resulted in"
                  + " %d tokens. Please reduce the length of the messages.")
              .formatted(WINDOW_TOKENS, transcript.tokens()),
          "messages",
          "context_length_exceeded");
    }
    return transcript.question(
        provider,
        model,
        body.path("stream").asBoolean(false),
        !call.header().apply("x-claude-code-agent-id").isEmpty(),
        provider == Provider.OPENAI ? Thoughts.NONE : Thoughts.SHOWN,
        body.path("stream_options").path("include_usage").asBoolean(false));
  }

  private void fields() {
    if (!body.isObject()) {
      throw refused("Invalid body: expected an object.", "", null);
    }
    if (!call.strict() || provider != Provider.OPENAI) {
      return;
    }
    for (String name : body.propertyNames()) {
      if (!FIELDS.contains(name)) {
        throw refused("Unknown parameter: '%s'.".formatted(name), name, "unknown_parameter");
      }
    }
  }

  private String model() {
    String model = body.path("model").asString("");
    if (model.isEmpty()) {
      throw refused("you must provide a model parameter", "", null);
    }
    if (!provider.knows(model)) {
      throw new Refusal(
          switch (provider) {
            case DEEPSEEK ->
                new ApiError(400, OpenAiWire.INVALID, "Model Not Exist", null, OpenAiWire.INVALID);
            case OPENROUTER -> new ApiError(400, "", model + " is not a valid model ID");
            default -> OpenAiWire.noModel(model);
          });
    }
    return model;
  }

  private void parameters(String model) {
    JsonNode stream = body.path("stream");
    if (!stream.isMissingNode() && !stream.isBoolean() && !stream.isNull()) {
      throw refused("Invalid type for 'stream': expected a boolean.", "stream", "invalid_type");
    }
    if (body.has("stream_options")
        && !stream.asBoolean(false)
        && !body.path("stream_options").isNull()) {
      throw refused(
          "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
          "stream_options",
          null);
    }
    if (body.path("stop").size() > MAX_STOPS) {
      throw refused(
          "Invalid 'stop': array too long. Expected an array with maximum length %d."
              .formatted(MAX_STOPS),
          "stop",
          "array_above_max_length");
    }
    boolean reasons = provider == Provider.OPENAI && REASONING_MODEL.matcher(model).matches();
    if (reasons && body.path("max_tokens").isNumber()) {
      throw refused(
          "Unsupported parameter: 'max_tokens' is not supported with this model. Use"
              + " 'max_completion_tokens' instead.",
          "max_tokens",
          "unsupported_parameter");
    }
    JsonNode temperature = body.path("temperature");
    if (reasons && temperature.isNumber() && temperature.doubleValue() != 1) {
      throw refused(
          ("Unsupported value: 'temperature' does not support %s with this model. Only the default"
                  + " (1) value is supported.")
              .formatted(temperature),
          "temperature",
          "unsupported_value");
    }
    if (provider == Provider.OPENAI && !reasons && body.path("reasoning_effort").isString()) {
      throw refused(
          "Unrecognized request argument supplied: reasoning_effort", "reasoning_effort", null);
    }
  }

  private void tools() {
    JsonNode list = body.path("tools");
    if (list.isArray() && list.isEmpty()) {
      throw refused(
          "Invalid 'tools': empty array. Expected an array with minimum length 1, but got an empty"
              + " array instead.",
          "tools",
          "empty_array");
    }
    if (list.size() > MAX_TOOLS) {
      throw refused(
          ("Invalid 'tools': array too long. Expected an array with maximum length %d, but got an"
                  + " array with length %d instead.")
              .formatted(MAX_TOOLS, list.size()),
          "tools",
          "array_above_max_length");
    }
    for (int index = 0; index < list.size(); index++) {
      tool(list.get(index), "tools[%d]".formatted(index));
    }
    for (String needsTools : new String[] {"tool_choice", "parallel_tool_calls"}) {
      if (list.isEmpty() && body.has(needsTools) && !body.path(needsTools).isNull()) {
        throw refused(
            "Invalid value for '%1$s': '%1$s' is only allowed when 'tools' are specified."
                .formatted(needsTools),
            needsTools,
            null);
      }
    }
    toolChoice();
  }

  private void tool(JsonNode tool, String path) {
    JsonNode type = tool.path("type");
    if (!type.isString()) {
      throw refused(
          "Missing required parameter: '%s.type'.".formatted(path),
          path + ".type",
          "missing_required_parameter");
    }
    if (!type.asString().equals("function") && !type.asString().equals("custom")) {
      throw refused(
          "Invalid value: '%s'. Supported values are: 'function' and 'custom'."
              .formatted(type.asString()),
          path + ".type",
          "invalid_value");
    }
    JsonNode definition = tool.path(type.asString());
    String name = definition.path("name").asString("");
    path += "." + type.asString();
    requireName(name, path);
    JsonNode parameters = definition.path("parameters");
    if (parameters.isObject()
        && !parameters.isEmpty()
        && !parameters.path("type").asString("").equals("object")) {
      throw refused(
          ("Invalid schema for function '%s': schema must be a JSON Schema of 'type: \"object\"',"
                  + " got 'type: \"%s\"'.")
              .formatted(name, parameters.path("type").asString("None")),
          path + ".parameters",
          "invalid_function_parameters");
    }
    tools.add(name);
    transcript.tool(name, tool.toString().length());
  }

  private static void requireName(String name, String path) {
    if (name.isEmpty()) {
      throw refused(
          "Missing required parameter: '%s.name'.".formatted(path),
          path + ".name",
          "missing_required_parameter");
    }
    if (!TOOL_NAME.matcher(name).matches()) {
      throw refused(
          ("Invalid '%s.name': string does not match pattern. Expected a string that matches the"
                  + " pattern '^[a-zA-Z0-9_-]+$'.")
              .formatted(path),
          path + ".name",
          "invalid_value");
    }
    if (name.length() > MAX_NAME_CHARS) {
      throw ChatMessages.tooLong(path + ".name", MAX_NAME_CHARS, name.length());
    }
  }

  private void toolChoice() {
    JsonNode choice = body.path("tool_choice");
    if (choice.isObject()) {
      String name = choice.path("function").path("name").asString("");
      if (choice.path("type").asString("").equals("function") && !tools.contains(name)) {
        throw refused(
            "Tool choice '%s' not found in 'tools' parameter.".formatted(name),
            "tool_choice",
            null);
      }
    } else if (choice.isString()
        && !Set.of("none", "auto", "required").contains(choice.asString())) {
      throw refused(
          "Invalid value: '%s'. Supported values are: 'none', 'auto', and 'required'."
              .formatted(choice.asString()),
          "tool_choice",
          "invalid_value");
    }
  }
}
