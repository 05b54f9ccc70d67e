package dev.devtail.router.translate.messages;

import dev.devtail.router.translate.conversation.Block;
import dev.devtail.router.translate.conversation.Conversation;
import dev.devtail.router.translate.conversation.ConversationReader;
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
import dev.devtail.router.translate.conversation.ToolId;
import dev.devtail.router.translate.conversation.Toolbox;
import dev.devtail.router.translate.json.Dropped;
import dev.devtail.router.translate.json.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads requests of Anthropic's Messages ({@code POST /v1/messages}). */
public final class MessagesRequestReader implements ConversationReader {

  /**
   * How Claude Code's first block of the system prompt begins: it is for Anthropic's billing, and
   * varies from one conversation to the next, so that no other provider could cache what follows.
   */
  static final String BILLING_HEADER = "x-anthropic-billing-header";

  @Override
  public Conversation read(Fields request, Dropped dropped) {
    request.skip("model");
    List<Message> messages = new ArrayList<>();
    for (Fields message : request.objects("messages")) {
      messages.add(message(message, dropped));
    }
    if (messages.isEmpty()) {
      throw request.malformed("messages", "a list of messages");
    }
    return new Conversation(
        system(request, dropped), messages, toolbox(request, dropped), settings(request, dropped));
  }

  private static List<Block.Text> system(Fields request, Dropped dropped) {
    List<Block.Text> system = new ArrayList<>();
    for (Block block : content(request, "system", dropped)) {
      switch (block) {
        case Block.Text text when text.text().startsWith(BILLING_HEADER) ->
            dropped.add("system." + BILLING_HEADER);
        case Block.Text text -> system.add(text);
        default -> request.drop("system", dropped);
      }
    }
    return system;
  }

  private static Message message(Fields message, Dropped dropped) {
    Role role =
        switch (message.requiredText("role")) {
          case "user" -> Role.USER;
          case "assistant" -> Role.ASSISTANT;
          case "system" -> Role.SYSTEM;
          default -> throw message.malformed("role", "user, assistant or system");
        };
    List<Block> blocks = content(message, "content", dropped);
    for (Block block : blocks) {
      if (!isOf(role, block)) {
        throw message.malformed("content", "blocks that the role may have");
      }
    }
    return new Message(role, blocks);
  }

  private static boolean isOf(Role role, Block block) {
    return switch (block) {
      case Block.Text text -> true;
      case Block.ToolUse use -> role == Role.ASSISTANT;
      case Block.Thinking thinking -> role == Role.ASSISTANT;
      case Block.RedactedThinking thinking -> role == Role.ASSISTANT;
      case Block.Image image -> role == Role.USER;
      case Block.Document document -> role == Role.USER;
      case Block.TextDocument document -> role == Role.USER;
      case Block.ToolResult result -> role == Role.USER;
    };
  }

  /** A string, or blocks. */
  private static List<Block> content(Fields holder, String field, Dropped dropped) {
    if (holder.isText(field)) {
      return List.of(new Block.Text(holder.requiredText(field)));
    }
    List<Block> blocks = new ArrayList<>();
    for (Fields block : holder.objects(field)) {
      block(block, dropped).ifPresent(blocks::add);
    }
    return blocks;
  }

  private static Optional<Block> block(Fields block, Dropped dropped) {
    String type = block.requiredText("type");
    return switch (type) {
      case "text" -> Optional.of(new Block.Text(block.requiredText("text"), cache(block)));
      case "image" ->
          media(block.requiredObject("source"), dropped)
              .map(media -> new Block.Image(media, cache(block)));
      case "document" -> document(block, dropped);
      case "thinking" ->
          Optional.of(
              new Block.Thinking(
                  block.requiredText("thinking"),
                  Signature.decode(block.text("signature", "")).orElse(null)));
      case "redacted_thinking" ->
          Optional.of(new Block.RedactedThinking(block.requiredText("data")));
      case "tool_use" -> Optional.of(toolUse(block));
      case "tool_result" ->
          Optional.of(
              new Block.ToolResult(
                  ToolId.decode(block.requiredText("tool_use_id")),
                  resultContent(block, dropped),
                  block.flag("is_error", false),
                  cache(block)));
      default -> {
        block.drop(dropped);
        dropped.add("type=" + type);
        yield Optional.empty();
      }
    };
  }

  private static Block toolUse(Fields block) {
    JsonNode input = block.any("input");
    if (input == null || !input.isObject()) {
      throw block.malformed("input", "an object");
    }
    return new Block.ToolUse(
        ToolId.decode(block.requiredText("id")), block.requiredText("name"), input, cache(block));
  }

  private static List<Block> resultContent(Fields block, Dropped dropped) {
    List<Block> content = content(block, "content", dropped);
    for (Block part : content) {
      switch (part) {
        case Block.Text text -> {}
        case Block.Image image -> {}
        case Block.Document document -> {}
        case Block.TextDocument document -> {}
        case Block.Thinking thinking -> throw notInResult(block);
        case Block.RedactedThinking thinking -> throw notInResult(block);
        case Block.ToolUse use -> throw notInResult(block);
        case Block.ToolResult result -> throw notInResult(block);
      }
    }
    return content;
  }

  private static RuntimeException notInResult(Fields block) {
    return block.malformed("content", "texts, images and documents");
  }

  private static Optional<Block> document(Fields block, Dropped dropped) {
    Fields source = block.requiredObject("source");
    String title = block.text("title");
    return switch (source.requiredText("type")) {
      case "text" -> {
        source.skip("media_type");
        yield Optional.of(new Block.TextDocument(source.requiredText("data"), title, cache(block)));
      }
      case "content" ->
          Optional.of(new Block.TextDocument(texts(source, dropped), title, cache(block)));
      default ->
          media(source, dropped).map(media -> new Block.Document(media, title, cache(block)));
    };
  }

  private static String texts(Fields source, Dropped dropped) {
    StringBuilder texts = new StringBuilder();
    for (Block part : content(source, "content", dropped)) {
      if (part instanceof Block.Text text) {
        texts.append(text.text());
      } else {
        source.drop("content", dropped);
      }
    }
    return texts.toString();
  }

  private static Optional<Media> media(Fields source, Dropped dropped) {
    String type = source.requiredText("type");
    return switch (type) {
      case "base64" ->
          Optional.of(
              new Media.Inline(source.requiredText("media_type"), source.requiredText("data")));
      case "url" -> Optional.of(new Media.Remote(source.requiredText("url")));
      default -> {
        // Such as a file that lies with Anthropic.
        source.drop(dropped);
        yield Optional.empty();
      }
    };
  }

  private static @Nullable JsonNode cache(Fields block) {
    return block.any("cache_control");
  }

  private static Toolbox toolbox(Fields request, Dropped dropped) {
    List<Tool> tools = new ArrayList<>();
    for (Fields tool : request.objects("tools")) {
      tool(tool, dropped).ifPresent(tools::add);
    }
    Fields choice = request.object("tool_choice");
    if (choice == null) {
      return new Toolbox(tools, new ToolChoice.Unsaid(), null);
    }
    Boolean sequential = choice.flag("disable_parallel_tool_use");
    return new Toolbox(
        tools,
        switch (choice.requiredText("type")) {
          case "auto" -> new ToolChoice.Auto();
          case "any" -> new ToolChoice.Any();
          case "none" -> new ToolChoice.None();
          case "tool" -> new ToolChoice.One(choice.requiredText("name"));
          default -> throw choice.malformed("type", "auto, any, none or tool");
        },
        sequential == null ? null : !sequential);
  }

  private static Optional<Tool> tool(Fields tool, Dropped dropped) {
    String type = tool.text("type", "custom");
    if (type.equals("custom")) {
      JsonNode schema = tool.any("input_schema");
      if (schema == null || !schema.isObject()) {
        throw tool.malformed("input_schema", "an object");
      }
      return Optional.of(
          new Tool.Function(
              tool.requiredText("name"),
              tool.text("description"),
              schema,
              tool.flag("strict"),
              cache(tool)));
    }
    if (type.startsWith("web_search")) {
      tool.skip("name");
      return Optional.of(new Tool.WebSearch());
    }
    tool.drop(dropped);
    dropped.add("type=" + type);
    return Optional.empty();
  }

  private static Settings settings(Fields request, Dropped dropped) {
    Fields output = request.object("output_config");
    Fields thinking = request.object("thinking");
    Fields metadata = request.object("metadata");
    return new Settings(
        request.flag("stream", false),
        true,
        request.count("max_tokens"),
        request.texts("stop_sequences"),
        new Sampling(
            request.number("temperature"),
            request.number("top_p"),
            request.count("top_k"),
            null,
            null,
            null),
        thinking == null ? new Thinking.Unsaid() : thinking(thinking, dropped),
        output == null ? null : effort(output, dropped),
        thinking != null && !thinking.text("display", "").equals("omitted"),
        output == null ? new OutputFormat.Text() : format(output),
        metadata == null ? null : metadata.text("user_id"));
  }

  private static Thinking thinking(Fields thinking, Dropped dropped) {
    return switch (thinking.requiredText("type")) {
      case "disabled" -> new Thinking.Off();
      case "adaptive" -> new Thinking.Adaptive();
      case "enabled" -> {
        Long tokens = thinking.count("budget_tokens");
        if (tokens == null) {
          throw thinking.malformed("budget_tokens", "a whole number of 0 or more");
        }
        yield new Thinking.Budget(tokens);
      }
      default -> {
        // Such as one that is newer than we are.
        thinking.drop(dropped);
        yield new Thinking.Unsaid();
      }
    };
  }

  private static @Nullable Effort effort(Fields output, Dropped dropped) {
    String effort = output.text("effort");
    if (effort == null) {
      return null;
    }
    Optional<Effort> known = Effort.parse(effort);
    if (known.isEmpty()) {
      output.drop("effort", dropped);
    }
    return known.orElse(null);
  }

  private static OutputFormat format(Fields output) {
    Fields format = output.object("format");
    if (format == null) {
      return new OutputFormat.Text();
    }
    JsonNode schema = format.any("schema");
    if (!format.requiredText("type").equals("json_schema") || schema == null) {
      throw format.malformed("type", "json_schema, with a schema");
    }
    if (!schema.isObject()) {
      throw format.malformed("schema", "an object");
    }
    return new OutputFormat.JsonSchema("answer", schema, true);
  }
}
