package dev.devtail.simulator.wire;

import static dev.devtail.simulator.wire.GeminiWire.refused;

import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Question;
import dev.devtail.simulator.script.Question.Thoughts;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Checks a request of Generate Content, and says what is wrong as the API does. */
final class GeminiRequest {

  static final long WINDOW_TOKENS = 1_048_576;

  private static final Set<String> FIELDS =
      Set.of(
          "contents",
          "systemInstruction",
          "tools",
          "toolConfig",
          "safetySettings",
          "generationConfig",
          "cachedContent",
          "labels",
          "store",
          "serviceTier",
          // Of countTokens.
          "generateContentRequest",
          "model");

  private static final Set<String> SCHEMA_FIELDS =
      Set.of(
          "type",
          "format",
          "title",
          "description",
          "nullable",
          "enum",
          "maxItems",
          "minItems",
          "properties",
          "required",
          "minProperties",
          "maxProperties",
          "minLength",
          "maxLength",
          "pattern",
          "example",
          "anyOf",
          "propertyOrdering",
          "default",
          "items",
          "minimum",
          "maximum");

  private static final Pattern UPPER_CASE = Pattern.compile("[A-Z]");
  private static final Pattern FUNCTION_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:-]{0,63}");
  private static final Set<String> MODES = Set.of("AUTO", "ANY", "NONE", "VALIDATED");
  private static final double MAX_TEMPERATURE = 2;

  private final Call call;
  private final JsonNode body;
  private final String model;
  private final Transcript transcript = new Transcript();

  private GeminiRequest(Call call, String model) {
    this.call = call;
    this.body = call.body();
    this.model = model;
  }

  static Question read(Call call, String model, boolean stream) {
    return new GeminiRequest(call, model).question(stream);
  }

  /** A field by its name, in either of the two ways in which JSON of protobuf may write it. */
  static JsonNode field(JsonNode object, String name) {
    JsonNode value = object.path(name);
    return value.isMissingNode() ? object.path(snakeCase(name)) : value;
  }

  private static String snakeCase(String name) {
    return UPPER_CASE.matcher(name).replaceAll("_$0").toLowerCase(Locale.ROOT);
  }

  private Question question(boolean stream) {
    if (!Provider.GEMINI.knows(model)) {
      throw new Refusal(GeminiWire.noModel(model));
    }
    fields();
    system();
    tools();
    Thoughts thoughts = generationConfig(field(body, "generationConfig"));
    new GeminiContents(transcript, model.startsWith("gemini-3")).read(body.path("contents"));
    if (transcript.tokens() > WINDOW_TOKENS) {
      throw refused(
          "The input token count (%d) exceeds the maximum number of tokens allowed (%d)."
              .formatted(transcript.tokens(), WINDOW_TOKENS));
    }
    return transcript.question(
        Provider.GEMINI,
        model,
        stream,
        !call.header().apply("x-claude-code-agent-id").isEmpty(),
        thoughts,
        true);
  }

  private void fields() {
    if (!body.isObject()) {
      throw refused("Invalid JSON payload received. Unexpected token.");
    }
    if (!call.strict()) {
      return;
    }
    for (String name : body.propertyNames()) {
      if (FIELDS.stream().noneMatch(known -> known.equals(name) || snakeCase(known).equals(name))) {
        throw refused(
            "Invalid JSON payload received. Unknown name \"%s\": Cannot find field."
                .formatted(name));
      }
    }
  }

  private void system() {
    for (JsonNode part : field(body, "systemInstruction").path("parts")) {
      if (!part.path("text").isString()) {
        throw refused("System instruction can only hold text.");
      }
      transcript.system(part.path("text").asString());
    }
  }

  private void tools() {
    int tool = 0;
    for (JsonNode group : body.path("tools")) {
      int function = 0;
      for (JsonNode declaration : field(group, "functionDeclarations")) {
        declaration(declaration, "tools[%d].function_declarations[%d]".formatted(tool, function++));
      }
      tool++;
    }
    JsonNode mode = field(field(body, "toolConfig"), "functionCallingConfig").path("mode");
    if (mode.isString() && !MODES.contains(mode.asString())) {
      throw refused(
          ("Invalid value at 'tool_config.function_calling_config.mode'"
                  + " (type.googleapis.com/google.ai.generativelanguage.v1beta"
                  + ".FunctionCallingConfig.Mode), \"%s\"")
              .formatted(mode.asString()));
    }
  }

  private void declaration(JsonNode declaration, String path) {
    String name = declaration.path("name").asString("");
    if (!FUNCTION_NAME.matcher(name).matches()) {
      throw refused(
          ("* GenerateContentRequest.%s.name: Invalid function name. Must start with a letter or an"
                  + " underscore. Must be alphameric (a-z, A-Z, 0-9), underscores (_), dots (.),"
                  + " colons (:), or dashes (-), with a maximum length of 64.")
              .formatted(path));
    }
    schema(declaration.path("parameters"), path + ".parameters");
    transcript.tool(name, declaration.toString().length());
  }

  /** What is said of JSON Schema beyond a part of OpenAPI's is not known here. */
  private void schema(JsonNode schema, String path) {
    if (!schema.isObject()) {
      return;
    }
    for (var field : schema.properties()) {
      String name = field.getKey();
      if (call.strict() && !SCHEMA_FIELDS.contains(name)) {
        throw refused(
            "Invalid JSON payload received. Unknown name \"%s\" at '%s': Cannot find field."
                .formatted(name, path));
      }
      switch (name) {
        case "properties" ->
            field
                .getValue()
                .properties()
                .forEach(
                    property ->
                        schema(
                            property.getValue(),
                            "%s.properties[%s].value".formatted(path, property.getKey())));
        case "items" -> schema(field.getValue(), path + ".items");
        case "anyOf" -> field.getValue().forEach(any -> schema(any, path + ".any_of"));
        default -> {
          // Of no structure.
        }
      }
    }
  }

  private Thoughts generationConfig(JsonNode config) {
    JsonNode temperature = config.path("temperature");
    if (temperature.isNumber()
        && (temperature.doubleValue() < 0 || temperature.doubleValue() > MAX_TEMPERATURE)) {
      throw refused(
          "* GenerateContentRequest.generation_config.temperature: temperature must be in the range"
              + " [0.0, 2.0].");
    }
    JsonNode max = field(config, "maxOutputTokens");
    if (max.isNumber() && max.longValue() < 1) {
      throw refused("max_output_tokens must be positive.");
    }
    JsonNode thinking = field(config, "thinkingConfig");
    boolean level = field(thinking, "thinkingLevel").isString();
    if (level && !model.startsWith("gemini-3")) {
      throw refused("Thinking level is not supported for this model.");
    }
    if (level && field(thinking, "thinkingBudget").isNumber()) {
      throw refused("You can only set only one of thinking budget and thinking level.");
    }
    return field(thinking, "includeThoughts").asBoolean(false) ? Thoughts.SHOWN : Thoughts.OMITTED;
  }
}
