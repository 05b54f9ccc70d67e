package dev.devtail.simulator.wire;

import static dev.devtail.simulator.wire.OpenAiWire.refused;

import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Question;
import dev.devtail.simulator.script.Question.Thoughts;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Checks a request of the Responses API. Nothing is stored, so nothing can be gone on with. */
final class ResponsesRequest {

  private static final Set<String> FIELDS =
      Set.of(
          "background",
          "context_management",
          "conversation",
          "include",
          "input",
          "instructions",
          "max_output_tokens",
          "max_tool_calls",
          "metadata",
          "model",
          "parallel_tool_calls",
          "previous_response_id",
          "prompt",
          "prompt_cache_key",
          "prompt_cache_retention",
          "reasoning",
          "safety_identifier",
          "service_tier",
          "store",
          "stream",
          "stream_options",
          "temperature",
          "text",
          "tool_choice",
          "tools",
          "top_logprobs",
          "top_p",
          "truncation",
          "user");

  private static final Set<String> INPUT_PARTS =
      Set.of("input_text", "input_image", "input_file", "input_audio");
  private static final Set<String> OUTPUT_PARTS = Set.of("output_text", "refusal");
  private static final long MIN_OUTPUT_TOKENS = 16;

  private final Call call;
  private final JsonNode body;
  private final Transcript transcript = new Transcript();
  private final Set<String> open = new LinkedHashSet<>();

  private ResponsesRequest(Call call) {
    this.call = call;
    this.body = call.body();
  }

  static Question read(Call call) {
    return new ResponsesRequest(call).question();
  }

  private Question question() {
    fields();
    String model = body.path("model").asString("");
    if (model.isEmpty()) {
      throw missing("model");
    }
    if (!Provider.OPENAI.knows(model)) {
      throw new Refusal(OpenAiWire.noModel(model));
    }
    if (body.path("previous_response_id").isString()) {
      throw refused(
          "Previous response with id '%s' not found."
              .formatted(body.path("previous_response_id").asString()),
          "previous_response_id",
          "previous_response_not_found");
    }
    JsonNode max = body.path("max_output_tokens");
    if (max.isNumber() && max.longValue() < MIN_OUTPUT_TOKENS) {
      throw refused(
          ("Invalid 'max_output_tokens': integer below minimum value. Expected a value >= %d, but"
                  + " got %d instead.")
              .formatted(MIN_OUTPUT_TOKENS, max.longValue()),
          "max_output_tokens",
          "integer_below_min_value");
    }
    tools();
    transcript.system(body.path("instructions").asString(""));
    input(body.path("input"));
    return transcript.question(
        Provider.OPENAI,
        model,
        body.path("stream").asBoolean(false),
        !call.header().apply("x-claude-code-agent-id").isEmpty(),
        body.path("reasoning").path("summary").isString() ? Thoughts.SHOWN : Thoughts.OMITTED,
        true);
  }

  private void fields() {
    if (!body.isObject()) {
      throw refused("Invalid body: expected an object.", "", null);
    }
    for (String name : body.propertyNames()) {
      if (call.strict() && !FIELDS.contains(name)) {
        throw refused("Unknown parameter: '%s'.".formatted(name), name, "unknown_parameter");
      }
    }
  }

  private void tools() {
    int index = 0;
    for (JsonNode tool : body.path("tools")) {
      String path = "tools[%d]".formatted(index++);
      if (!tool.path("type").isString()) {
        throw missing(path + ".type");
      }
      boolean function = tool.path("type").asString().equals("function");
      if (function && !tool.path("name").isString()) {
        // Chat Completions nest it, this API does not.
        throw missing(path + ".name");
      }
      transcript.tool(tool.path("name").asString(""), tool.toString().length());
    }
  }

  private void input(JsonNode input) {
    if (input.isString()) {
      transcript.user(input.asString());
      return;
    }
    if (!input.isArray()) {
      throw missing("input");
    }
    for (int index = 0; index < input.size(); index++) {
      item(input.get(index), "input[%d]".formatted(index));
    }
    if (!open.isEmpty()) {
      throw refused(
          "No tool output found for function call %s.".formatted(open.iterator().next()),
          "input",
          null);
    }
  }

  private void item(JsonNode item, String path) {
    switch (item.path("type").asString("message")) {
      case "message" -> message(item, path);
      case "function_call" -> {
        String id = item.path("call_id").asString("");
        if (id.isEmpty()) {
          throw missing(path + ".call_id");
        }
        if (!item.path("arguments").isString()) {
          throw refused(
              "Invalid type for '%s.arguments': expected a string.".formatted(path),
              path + ".arguments",
              "invalid_type");
        }
        open.add(id);
        transcript.toolCall(
            id, item.path("name").asString(""), item.path("arguments").asString().length());
      }
      case "function_call_output" -> {
        String id = item.path("call_id").asString("");
        if (!open.remove(id)) {
          throw refused(
              "No tool call found for function call output with call_id %s.".formatted(id),
              "input",
              null);
        }
        transcript.toolResult(id, Nodes.text(item.path("output")));
      }
      case "reasoning" -> reasoning(item, path);
      case "item_reference" ->
          throw new Refusal(
              new ApiError(
                  404,
                  OpenAiWire.INVALID,
                  "Item with id '%s' not found.".formatted(item.path("id").asString("")),
                  "input",
                  null));
      default -> transcript.assistant(item.toString().length());
    }
  }

  private void reasoning(JsonNode item, String path) {
    if (!item.path("summary").isArray()) {
      throw missing(path + ".summary");
    }
    JsonNode sealed = item.path("encrypted_content");
    if (sealed.isString()
        && Signatures.check(Provider.OPENAI, sealed.asString(), "") != Signatures.Verdict.GENUINE) {
      throw refused(
          "The encrypted content for item %s could not be verified."
              .formatted(item.path("id").asString("")),
          path + ".encrypted_content",
          "invalid_encrypted_content");
    }
    transcript.assistant(item.path("summary").toString().length());
  }

  private void message(JsonNode item, String path) {
    JsonNode content = item.path("content");
    if (!content.isString() && !content.isArray()) {
      throw missing(path + ".content");
    }
    String role = item.path("role").asString("");
    Set<String> parts = role.equals("assistant") ? OUTPUT_PARTS : INPUT_PARTS;
    if (content.isArray()) {
      for (int index = 0; index < content.size(); index++) {
        String type = content.get(index).path("type").asString("");
        if (!parts.contains(type)) {
          throw refused(
              "Invalid value: '%s'. Supported values are: %s."
                  .formatted(type, String.join(", ", parts.stream().sorted().toList())),
              "%s.content[%d]".formatted(path, index),
              "invalid_value");
        }
      }
    }
    switch (role) {
      case "user" -> Nodes.texts(content).forEach(transcript::user);
      case "assistant" -> transcript.assistant(Nodes.text(content).length());
      case "system", "developer" -> transcript.system(Nodes.text(content));
      default ->
          throw refused(
              ("Invalid value: '%s'. Supported values are: 'assistant', 'system', 'developer', and"
                      + " 'user'.")
                  .formatted(role),
              path,
              "invalid_value");
    }
  }

  private static Refusal missing(String path) {
    return refused(
        "Missing required parameter: '%s'.".formatted(path), path, "missing_required_parameter");
  }
}
