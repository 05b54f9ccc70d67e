package dev.devtail.router.translate.responses;

import dev.devtail.router.request.MalformedRequestException;
import dev.devtail.router.translate.conversation.Block;
import dev.devtail.router.translate.conversation.Conversation;
import dev.devtail.router.translate.conversation.ConversationReader;
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
import dev.devtail.router.translate.conversation.ToolArguments;
import dev.devtail.router.translate.conversation.ToolChoice;
import dev.devtail.router.translate.conversation.ToolId;
import dev.devtail.router.translate.conversation.Toolbox;
import dev.devtail.router.translate.json.Dropped;
import dev.devtail.router.translate.json.Fields;
import dev.devtail.router.translate.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads requests of OpenAI's Responses ({@code POST /v1/responses}), as far as they hold the whole
 * conversation: nothing is kept here that a request could refer to.
 */
public final class ResponsesRequestReader implements ConversationReader {

  /** What refers to something that OpenAI would have kept. */
  private static final List<String> REFERENCES =
      List.of("previous_response_id", "conversation", "prompt");

  @Override
  public Conversation read(Fields request, Dropped dropped) {
    request.skip("model", "include");
    for (String reference : REFERENCES) {
      if (request.any(reference) != null) {
        throw new MalformedRequestException(
            "%s: responses are not kept here (expected: the whole conversation in input)"
                .formatted(reference));
      }
    }
    if (request.flag("background", false)) {
      throw new MalformedRequestException(
          "background: responses are not kept here (expected: false)");
    }
    List<Block.Text> system = new ArrayList<>();
    String instructions = request.text("instructions");
    if (instructions != null) {
      system.add(new Block.Text(instructions));
    }
    List<Message> messages = new ArrayList<>();
    for (Message message : input(request, dropped)) {
      if (message.role() == Role.SYSTEM && messages.isEmpty()) {
        message.blocks().forEach(block -> system.add((Block.Text) block));
      } else {
        messages.add(message);
      }
    }
    if (messages.isEmpty()) {
      if (system.isEmpty()) {
        throw request.malformed("input", "a string or a list of items");
      }
      // No provider but OpenAI's answers a system that nobody has said anything to.
      messages.add(new Message(Role.USER, List.of(system.removeLast())));
      dropped.add(DroppedNames.SYSTEM_ROLE);
    }
    return new Conversation(
        system, messages, toolbox(request, dropped), settings(request, dropped));
  }

  private static List<Message> input(Fields request, Dropped dropped) {
    if (request.isText("input")) {
      return List.of(
          new Message(Role.USER, List.of(new Block.Text(request.requiredText("input")))));
    }
    List<Message> messages = new ArrayList<>();
    for (Fields item : request.objects("input")) {
      item(item, dropped).ifPresent(messages::add);
    }
    return messages;
  }

  private static Optional<Message> item(Fields item, Dropped dropped) {
    item.skip("id", "status");
    String type = item.text("type", "message");
    return switch (type) {
      case "message" -> Optional.of(message(item, dropped));
      case "function_call" ->
          Optional.of(
              new Message(
                  Role.ASSISTANT,
                  List.of(
                      new Block.ToolUse(
                          ToolId.decode(item.requiredText("call_id")),
                          item.requiredText("name"),
                          ToolArguments.read(item.text("arguments", ""), dropped)))));
      case "function_call_output" ->
          Optional.of(
              new Message(
                  Role.USER,
                  List.of(
                      new Block.ToolResult(
                          ToolId.decode(item.requiredText("call_id")),
                          content(item, "output", dropped),
                          false,
                          null))));
      case "reasoning" -> Optional.of(new Message(Role.ASSISTANT, List.of(reasoning(item))));
      case "item_reference" ->
          throw item.malformed("type", "an item itself: responses are not kept here");
      default -> {
        item.drop(dropped);
        dropped.add("type=" + type);
        yield Optional.empty();
      }
    };
  }

  private static Message message(Fields item, Dropped dropped) {
    List<Block> content = content(item, "content", dropped);
    Role role =
        switch (item.requiredText("role")) {
          case "user" -> Role.USER;
          case "assistant" -> Role.ASSISTANT;
          case "system", "developer" -> Role.SYSTEM;
          default -> throw item.malformed("role", "user, assistant, system or developer");
        };
    if (role != Role.USER && !content.stream().allMatch(Block.Text.class::isInstance)) {
      throw item.malformed("content", "texts alone");
    }
    return new Message(role, content);
  }

  /** A string, or parts. */
  private static List<Block> content(Fields item, String field, Dropped dropped) {
    if (item.isText(field)) {
      return List.of(new Block.Text(item.requiredText(field)));
    }
    List<Block> blocks = new ArrayList<>();
    for (Fields part : item.objects(field)) {
      part(part, dropped).ifPresent(blocks::add);
    }
    return blocks;
  }

  private static Optional<Block> part(Fields part, Dropped dropped) {
    String type = part.requiredText("type");
    return switch (type) {
      case "input_text", "output_text", "text" -> {
        // What the answer was written with has nothing to say on the way back.
        part.skip("annotations", "logprobs");
        yield Optional.of(new Block.Text(part.requiredText("text")));
      }
      case "refusal" -> Optional.of(new Block.Text(part.requiredText("refusal")));
      case "input_image" ->
          url(part, part.text("image_url"), dropped).map(url -> new Block.Image(Media.of(url)));
      case "input_file" -> {
        String data = part.text("file_data");
        yield url(part, data == null ? part.text("file_url") : data, dropped)
            .map(url -> new Block.Document(Media.of(url), part.text("filename"), null));
      }
      default -> {
        part.drop(dropped);
        dropped.add("type=" + type);
        yield Optional.empty();
      }
    };
  }

  /** Without one it lies with OpenAI. */
  private static Optional<String> url(Fields part, @Nullable String url, Dropped dropped) {
    if (url == null) {
      part.drop(dropped);
    }
    return Optional.ofNullable(url);
  }

  private static Block reasoning(Fields item) {
    String sealed = item.text("encrypted_content", "");
    String text =
        item.objects("summary").stream()
            .map(
                part -> {
                  part.skip("type");
                  return part.requiredText("text");
                })
            .collect(Collectors.joining("\n\n"));
    if (sealed.startsWith(ResponsesAnswerWriter.REDACTED)) {
      return new Block.RedactedThinking(sealed.substring(ResponsesAnswerWriter.REDACTED.length()));
    }
    return new Block.Thinking(text, Signature.decode(sealed).orElse(null));
  }

  private static Toolbox toolbox(Fields request, Dropped dropped) {
    List<Tool> tools = new ArrayList<>();
    for (Fields tool : request.objects("tools")) {
      String type = tool.requiredText("type");
      if (type.equals("function")) {
        tools.add(function(tool));
      } else if (type.startsWith("web_search")) {
        tools.add(new Tool.WebSearch());
      } else {
        tool.drop(dropped);
        dropped.add("type=" + type);
      }
    }
    return new Toolbox(tools, choice(request, dropped), request.flag("parallel_tool_calls"));
  }

  private static Tool.Function function(Fields tool) {
    JsonNode schema = tool.any("parameters");
    if (schema != null && !schema.isObject()) {
      throw tool.malformed("parameters", "an object");
    }
    return new Tool.Function(
        tool.requiredText("name"),
        tool.text("description"),
        schema == null ? Json.emptyObjectSchema() : schema,
        tool.flag("strict"),
        null);
  }

  private static ToolChoice choice(Fields request, Dropped dropped) {
    if (request.isText("tool_choice")) {
      return switch (request.requiredText("tool_choice")) {
        case "auto" -> new ToolChoice.Auto();
        case "none" -> new ToolChoice.None();
        case "required" -> new ToolChoice.Any();
        default -> throw request.malformed("tool_choice", "auto, none, required or a function");
      };
    }
    Fields choice = request.object("tool_choice");
    if (choice == null) {
      return new ToolChoice.Unsaid();
    }
    if (choice.requiredText("type").equals("function")) {
      return new ToolChoice.One(choice.requiredText("name"));
    }
    choice.drop(dropped);
    return new ToolChoice.Unsaid();
  }

  private static Settings settings(Fields request, Dropped dropped) {
    Fields reasoning = request.object("reasoning");
    if (Boolean.FALSE.equals(request.flag("store"))) {
      request.skip("store");
    } else if (request.any("store") != null) {
      request.drop("store", dropped);
    }
    return new Settings(
        request.flag("stream", false),
        true,
        request.count("max_output_tokens"),
        List.of(),
        new Sampling(
            request.number("temperature"), request.number("top_p"), null, null, null, null),
        new Thinking.Unsaid(),
        reasoning == null ? null : effort(reasoning, dropped),
        reasoning != null && reasoning.text("summary") != null,
        format(request),
        request.text("user"));
  }

  private static @Nullable Effort effort(Fields reasoning, Dropped dropped) {
    String effort = reasoning.text("effort");
    if (effort == null) {
      return null;
    }
    Optional<Effort> known = Effort.parse(effort);
    if (known.isEmpty()) {
      reasoning.drop("effort", dropped);
    }
    return known.orElse(null);
  }

  private static OutputFormat format(Fields request) {
    Fields text = request.object("text");
    Fields format = text == null ? null : text.object("format");
    if (format == null) {
      return new OutputFormat.Text();
    }
    return switch (format.requiredText("type")) {
      case "text" -> new OutputFormat.Text();
      case "json_object" -> new OutputFormat.JsonObject();
      case "json_schema" -> {
        JsonNode schema = format.any("schema");
        if (schema == null || !schema.isObject()) {
          throw format.malformed("schema", "an object");
        }
        yield new OutputFormat.JsonSchema(
            format.text("name", "answer"), schema, format.flag("strict"));
      }
      default -> throw format.malformed("type", "text, json_object or json_schema");
    };
  }
}
