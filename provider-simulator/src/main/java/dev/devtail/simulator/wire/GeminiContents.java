package dev.devtail.simulator.wire;

import static dev.devtail.simulator.wire.GeminiRequest.field;
import static dev.devtail.simulator.wire.GeminiWire.refused;

import dev.devtail.simulator.script.Provider;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Checks {@code contents}: turns of the user and the model, calls and their responses. */
final class GeminiContents {

  /** What stands for a signature of a conversation that another model began. */
  private static final Set<String> NO_SIGNATURE =
      Set.of("context_engineering_is_the_way_to_go", "skip_thought_signature_validator");

  private final Transcript transcript;
  private final boolean requiresSignatures;

  /** Names of the calls of the turn before, which this one has to answer. */
  private final List<String> open = new ArrayList<>();

  GeminiContents(Transcript transcript, boolean requiresSignatures) {
    this.transcript = transcript;
    this.requiresSignatures = requiresSignatures;
  }

  void read(JsonNode contents) {
    if (!contents.isArray() || contents.isEmpty()) {
      throw refused("* GenerateContentRequest.contents: contents is not specified\n");
    }
    int currentTurn = currentTurn(contents);
    for (int index = 0; index < contents.size(); index++) {
      content(contents.get(index), index, index > currentTurn);
    }
    if (!open.isEmpty()) {
      throw unanswered();
    }
  }

  /** Where the user has said something last: signatures are asked for behind it only. */
  private static int currentTurn(JsonNode contents) {
    for (int index = contents.size() - 1; index >= 0; index--) {
      JsonNode content = contents.get(index);
      boolean said =
          content.path("role").asString("user").equals("user")
              && content
                  .path("parts")
                  .valueStream()
                  .noneMatch(part -> field(part, "functionResponse").isObject());
      if (said) {
        return index;
      }
    }
    return -1;
  }

  private void content(JsonNode content, int index, boolean current) {
    String role = content.path("role").asString("user");
    if (!role.equals("user") && !role.equals("model") && !role.equals("function")) {
      throw refused("Please use a valid role: user, model.");
    }
    JsonNode parts = content.path("parts");
    if (!parts.isArray() || parts.isEmpty()) {
      throw refused(
          "* GenerateContentRequest.contents[%d].parts: contents.parts must not be empty.\n"
              .formatted(index));
    }
    if (role.equals("model")) {
      model(parts, index, current);
    } else {
      user(parts, index);
    }
  }

  private void model(JsonNode parts, int index, boolean current) {
    if (!open.isEmpty()) {
      throw refused(
          "Please ensure that function call turn comes immediately after a user turn or after a"
              + " function response turn.");
    }
    transcript.assistant(0);
    for (int part = 0; part < parts.size(); part++) {
      modelPart(parts.get(part), "contents[%d].parts[%d]".formatted(index, part), index, current);
    }
  }

  private void modelPart(JsonNode part, String path, int index, boolean current) {
    JsonNode call = field(part, "functionCall");
    JsonNode signature = field(part, "thoughtSignature");
    if (signature.isString()) {
      requireGenuine(signature.asString());
    }
    if (call.isObject()) {
      String name = call.path("name").asString("");
      if (!call.path("args").isObject() && call.has("args")) {
        throw refused(
            "Invalid value at '%s.function_call.args' (type.googleapis.com/google.protobuf.Struct)"
                .formatted(path));
      }
      // Of parallel calls the first alone carries one.
      if (requiresSignatures && current && open.isEmpty() && !signature.isString()) {
        throw refused(
            ("Function call `default_api:%s` in the %d. content block is missing a"
                    + " `thought_signature`.")
                .formatted(name, index + 1));
      }
      open.add(name);
      transcript.toolCall(name, name, call.toString().length());
    } else {
      requireData(part, path);
      transcript.assistant(part.path("text").asString("").length());
    }
  }

  private static void requireGenuine(String signature) {
    if (!standsForNone(signature)
        && Signatures.check(Provider.GEMINI, signature, "") != Signatures.Verdict.GENUINE) {
      throw refused("Corrupted thought signature.");
    }
  }

  /** As it is, or as base64 of it: the field is one of bytes. */
  private static boolean standsForNone(String signature) {
    return NO_SIGNATURE.stream()
        .anyMatch(
            none ->
                signature.equals(none)
                    || signature.equals(
                        Base64.getEncoder().encodeToString(none.getBytes(StandardCharsets.UTF_8))));
  }

  private void user(JsonNode parts, int index) {
    boolean answers =
        parts.valueStream().anyMatch(part -> field(part, "functionResponse").isObject());
    if (!open.isEmpty() && !answers) {
      throw unanswered();
    }
    for (int part = 0; part < parts.size(); part++) {
      userPart(parts.get(part), "contents[%d].parts[%d]".formatted(index, part));
    }
    if (!open.isEmpty()) {
      throw unanswered();
    }
  }

  private void userPart(JsonNode part, String path) {
    JsonNode response = field(part, "functionResponse");
    if (!response.isObject()) {
      requireData(part, path);
      transcript.user(part.path("text").asString(""));
      return;
    }
    String name = response.path("name").asString("");
    if (!response.path("response").isObject()) {
      throw refused(
          ("Invalid value at '%s.function_response.response'"
                  + " (type.googleapis.com/google.protobuf.Struct), %s")
              .formatted(path, response.path("response")));
    }
    if (open.isEmpty()) {
      throw refused(
          "Please ensure that function response turn comes immediately after a function call turn.");
    }
    if (!open.remove(name)) {
      throw unanswered();
    }
    transcript.toolResult(name, text(response.path("response")));
  }

  /** What a tool said, if it is a single text, else all of it. */
  private static String text(JsonNode response) {
    return response.size() == 1 && response.iterator().next().isString()
        ? response.iterator().next().asString()
        : response.toString();
  }

  private static void requireData(JsonNode part, String path) {
    JsonNode inline = field(part, "inlineData");
    if (inline.isObject()) {
      if (!field(inline, "mimeType").isString()) {
        throw refused(
            "Unable to process input image. Please retry or report the missing mimeType.");
      }
      return;
    }
    if (!part.path("text").isString() && !field(part, "fileData").isObject()) {
      throw refused(
          ("* GenerateContentRequest.%s.data: required oneof field 'data' must have one initialized"
                  + " field\n")
              .formatted(path));
    }
  }

  private static Refusal unanswered() {
    return refused(
        "Please ensure that the number of function response parts is equal to the number of"
            + " function call parts of the function call turn.");
  }
}
