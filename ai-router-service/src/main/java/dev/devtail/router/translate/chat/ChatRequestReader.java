package dev.devtail.router.translate.chat;

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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads requests of OpenAI's Chat Completions ({@code POST /v1/chat/completions}). */
public final class ChatRequestReader implements ConversationReader {

  @Override
  public Conversation read(Fields request, Dropped dropped) {
    request.skip("model");
    List<Block.Text> system = new ArrayList<>();
    List<Message> messages = new ArrayList<>();
    for (Fields message : request.objects("messages")) {
      Message read = message(message, dropped);
      if (read.role() == Role.SYSTEM && messages.isEmpty()) {
        read.blocks().forEach(block -> system.add((Block.Text) block));
      } else {
        messages.add(read);
      }
    }
    if (messages.isEmpty()) {
      if (system.isEmpty()) {
        throw request.malformed("messages", "a list of messages");
      }
      // No provider but OpenAI's answers a system that nobody has said anything to.
      messages.add(new Message(Role.USER, List.of(system.removeLast())));
      dropped.add(DroppedNames.SYSTEM_ROLE);
    }
    return new Conversation(
        system, messages, toolbox(request, dropped), settings(request, dropped));
  }

  private static Message message(Fields message, Dropped dropped) {
    return switch (message.requiredText("role")) {
      case "system", "developer" -> new Message(Role.SYSTEM, texts(message, dropped));
      case "user" -> new Message(Role.USER, content(message, dropped));
      case "assistant" -> new Message(Role.ASSISTANT, answer(message, dropped));
      case "tool" ->
          new Message(
              Role.USER,
              List.of(
                  new Block.ToolResult(
                      ToolId.decode(message.requiredText("tool_call_id")),
                      content(message, dropped),
                      false,
                      null)));
      default -> throw message.malformed("role", "system, developer, user, assistant or tool");
    };
  }

  private static List<Block> texts(Fields message, Dropped dropped) {
    List<Block> content = content(message, dropped);
    if (!content.stream().allMatch(Block.Text.class::isInstance)) {
      throw message.malformed("content", "texts alone");
    }
    return content;
  }

  /** A string, or parts. */
  private static List<Block> content(Fields message, Dropped dropped) {
    if (message.isText("content")) {
      return List.of(new Block.Text(message.requiredText("content"), message.any("cache_control")));
    }
    List<Block> blocks = new ArrayList<>();
    for (Fields part : message.objects("content")) {
      part(part, dropped).ifPresent(blocks::add);
    }
    return blocks;
  }

  private static Optional<Block> part(Fields part, Dropped dropped) {
    String type = part.requiredText("type");
    return switch (type) {
      case "text" ->
          Optional.of(new Block.Text(part.requiredText("text"), part.any("cache_control")));
      case "refusal" -> Optional.of(new Block.Text(part.requiredText("refusal")));
      case "image_url" ->
          Optional.of(
              new Block.Image(
                  Media.of(part.requiredObject("image_url").requiredText("url")),
                  part.any("cache_control")));
      case "file" -> file(part, dropped);
      default -> {
        part.drop(dropped);
        dropped.add("type=" + type);
        yield Optional.empty();
      }
    };
  }

  private static Optional<Block> file(Fields part, Dropped dropped) {
    Fields file = part.requiredObject("file");
    String data = file.text("file_data");
    if (data == null) {
      // It lies with OpenAI.
      part.drop(dropped);
      return Optional.empty();
    }
    return Optional.of(
        new Block.Document(Media.of(data), file.text("filename"), part.any("cache_control")));
  }

  private static List<Block> answer(Fields message, Dropped dropped) {
    List<Block> blocks = new ArrayList<>(thoughts(message, dropped));
    blocks.addAll(texts(message, dropped));
    String refusal = message.text("refusal");
    if (refusal != null) {
      blocks.add(new Block.Text(refusal));
    }
    for (Fields call : message.objects("tool_calls")) {
      if (call.text("type", "function").equals("function")) {
        blocks.add(call(call, dropped));
      } else {
        throw call.malformed("type", "function");
      }
    }
    return blocks;
  }

  /** As OpenRouter has them ({@code reasoning_details}), or as text alone. */
  private static List<Block> thoughts(Fields message, Dropped dropped) {
    List<Block> thoughts = new ArrayList<>();
    for (Fields detail : message.objects("reasoning_details")) {
      detail.skip("id", "format", "index");
      switch (detail.requiredText("type")) {
        case "reasoning.text" ->
            thoughts.add(
                new Block.Thinking(
                    detail.text("text", ""),
                    Signature.decode(detail.text("signature", "")).orElse(null)));
        case "reasoning.encrypted" ->
            thoughts.add(new Block.RedactedThinking(detail.requiredText("data")));
        default -> detail.drop(dropped);
      }
    }
    String text = message.text("reasoning_content");
    String other = message.text("reasoning");
    String either = text == null ? other : text;
    if (thoughts.isEmpty() && either != null) {
      thoughts.add(new Block.Thinking(either, null));
    }
    return thoughts;
  }

  private static Block call(Fields call, Dropped dropped) {
    call.skip("index");
    Fields function = call.requiredObject("function");
    return new Block.ToolUse(
        ToolId.decode(call.requiredText("id")),
        function.requiredText("name"),
        ToolArguments.read(function.text("arguments", ""), dropped));
  }

  private static Toolbox toolbox(Fields request, Dropped dropped) {
    List<Tool> tools = new ArrayList<>();
    for (Fields tool : request.objects("tools")) {
      String type = tool.requiredText("type");
      if (type.equals("function")) {
        tools.add(function(tool));
      } else {
        tool.drop(dropped);
        dropped.add("type=" + type);
      }
    }
    if (request.object("web_search_options") != null) {
      tools.add(new Tool.WebSearch());
    }
    return new Toolbox(tools, choice(request), request.flag("parallel_tool_calls"));
  }

  private static Tool.Function function(Fields tool) {
    Fields function = tool.requiredObject("function");
    JsonNode schema = function.any("parameters");
    if (schema != null && !schema.isObject()) {
      throw function.malformed("parameters", "an object");
    }
    return new Tool.Function(
        function.requiredText("name"),
        function.text("description"),
        schema == null ? Json.emptyObjectSchema() : schema,
        function.flag("strict"),
        tool.any("cache_control"));
  }

  private static ToolChoice choice(Fields request) {
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
    if (!choice.requiredText("type").equals("function")) {
      throw choice.malformed("type", "function");
    }
    return new ToolChoice.One(choice.requiredObject("function").requiredText("name"));
  }

  private static Settings settings(Fields request, Dropped dropped) {
    Fields stream = request.object("stream_options");
    Long choices = request.count("n");
    if (choices != null && choices != 1) {
      request.drop("n", dropped);
    }
    Long maxTokens = request.count("max_completion_tokens");
    Long maxTokensOfOld = request.count("max_tokens");
    return new Settings(
        request.flag("stream", false),
        stream != null && stream.flag("include_usage", false),
        maxTokens == null ? maxTokensOfOld : maxTokens,
        request.isText("stop") ? List.of(request.requiredText("stop")) : request.texts("stop"),
        new Sampling(
            request.number("temperature"),
            request.number("top_p"),
            request.count("top_k"),
            request.number("presence_penalty"),
            request.number("frequency_penalty"),
            request.integer("seed")),
        new Thinking.Unsaid(),
        effort(request, dropped),
        true,
        format(request),
        request.text("user"));
  }

  private static @Nullable Effort effort(Fields request, Dropped dropped) {
    String effort = request.text("reasoning_effort");
    if (effort == null) {
      return null;
    }
    Optional<Effort> known = Effort.parse(effort);
    if (known.isEmpty()) {
      request.drop("reasoning_effort", dropped);
    }
    return known.orElse(null);
  }

  private static OutputFormat format(Fields request) {
    Fields format = request.object("response_format");
    if (format == null) {
      return new OutputFormat.Text();
    }
    return switch (format.requiredText("type")) {
      case "text" -> new OutputFormat.Text();
      case "json_object" -> new OutputFormat.JsonObject();
      case "json_schema" -> {
        Fields named = format.requiredObject("json_schema");
        JsonNode schema = named.any("schema");
        if (schema == null || !schema.isObject()) {
          throw named.malformed("schema", "an object");
        }
        yield new OutputFormat.JsonSchema(
            named.text("name", "answer"), schema, named.flag("strict"));
      }
      default -> throw format.malformed("type", "text, json_object or json_schema");
    };
  }
}
