package dev.devtail.router.window;

import dev.devtail.router.translate.json.Json;
import dev.devtail.router.window.Turn.Result;
import dev.devtail.router.window.Turn.Side;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the outline of a request in one pass. It understands Anthropic's Messages, OpenAI's Chat
 * Completions and OpenAI's Responses alike: what they call the same things does not collide.
 */
final class OutlineReader {

  /** Text of a request that is counted; more than any window takes. The rest is weighed. */
  private static final long MAX_COUNTED_CHARS = 8 << 20;

  private static final int WEIGHED_CHARS_PER_TOKEN = 4;

  /** What stands around a message or an item. */
  private static final long FRAME_TOKENS = 4;

  /** Of an image, at the most that providers scale it to. */
  private static final long IMAGE_TOKENS = 1_600;

  /** Of a file that is only referred to. */
  private static final long FILE_TOKENS = 10_000;

  /** Base64 of a file that makes a token: a page of a PDF has some 2 000, and some 50 KB. */
  private static final int FILE_CHARS_PER_TOKEN = 25;

  /** Of a document that is plain text. */
  private static final int TEXT_CHARS_PER_TOKEN = 3;

  /** Of what a provider has sealed. It is mostly left out again. */
  private static final int SEALED_CHARS_PER_TOKEN = 8;

  private final byte[] body;
  private final JsonParser parser;
  private final List<Turn> turns = new ArrayList<>();
  private long fixedTokens;
  private long charsToCount = MAX_COUNTED_CHARS;

  private OutlineReader(byte[] body, JsonParser parser) {
    this.body = body;
    this.parser = parser;
  }

  /**
   * @param body of which {@link dev.devtail.router.request.RequestReader} has read the facts
   */
  static Outline read(byte[] body) {
    try (JsonParser parser = Json.parser(body)) {
      OutlineReader reader = new OutlineReader(body, parser);
      reader.request();
      return new Outline(reader.turns, reader.fixedTokens);
    }
  }

  private int start() {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  private int end() {
    parser.finishToken();
    return (int) parser.currentLocation().getByteOffset();
  }

  private long count(String text) {
    if (text.length() > charsToCount) {
      return text.length() / WEIGHED_CHARS_PER_TOKEN;
    }
    charsToCount -= text.length();
    return TextTokens.count(text);
  }

  private void request() {
    parser.nextToken();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "messages", "input" -> conversation(value);
        case "system", "instructions" -> fixedTokens += text(value);
        case "tools" -> fixedTokens += written();
        default -> parser.skipChildren();
      }
    }
  }

  private void conversation(JsonToken value) {
    if (value != JsonToken.START_ARRAY) {
      fixedTokens += text(value);
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        turns.add(new TurnReader().read());
      } else {
        fixedTokens += text(parser.currentToken());
      }
    }
  }

  /** What has a beginning, an end, and a length in tokens. */
  private record Span(int start, int end, long tokens) {

    Result result() {
      return new Result(start, end, tokens);
    }
  }

  private Span span(JsonToken value) {
    int start = start();
    long tokens = text(value);
    return new Span(start, end(), tokens);
  }

  /** Of JSON that the model reads as it is written. */
  private long written() {
    int start = start();
    parser.skipChildren();
    return count(new String(body, start, end() - start, StandardCharsets.UTF_8));
  }

  /** Of the strings in it. */
  private long text(JsonToken value) {
    return switch (value) {
      case VALUE_STRING -> count(parser.getString());
      case START_ARRAY -> {
        long tokens = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          tokens += text(parser.currentToken());
        }
        yield tokens;
      }
      case START_OBJECT -> {
        long tokens = 0;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = parser.currentName();
          tokens += member(name, parser.nextToken());
        }
        yield tokens;
      }
      default -> 0;
    };
  }

  private long member(String name, JsonToken value) {
    return switch (name) {
      case "type",
          "id",
          "role",
          "status",
          "call_id",
          "tool_call_id",
          "tool_use_id",
          "signature",
          "cache_control" -> {
        parser.skipChildren();
        yield 0;
      }
      case "input", "action" -> written();
      case "source" -> source(value);
      case "image_url" -> {
        parser.skipChildren();
        yield IMAGE_TOKENS;
      }
      case "file", "input_audio", "file_id", "file_url" -> {
        parser.skipChildren();
        yield FILE_TOKENS;
      }
      case "file_data" -> length(value) / FILE_CHARS_PER_TOKEN;
      case "encrypted_content", "data" -> length(value) / SEALED_CHARS_PER_TOKEN;
      default -> text(value);
    };
  }

  private long length(JsonToken value) {
    if (value == JsonToken.VALUE_STRING) {
      return parser.getStringLength();
    }
    parser.skipChildren();
    return 0;
  }

  /** Of an image or a document of Messages. */
  private long source(JsonToken value) {
    if (value != JsonToken.START_OBJECT) {
      return text(value);
    }
    long text = 0;
    long data = 0;
    String type = "";
    String media = "";
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken member = parser.nextToken();
      switch (name) {
        case "type" -> type = string(member);
        case "media_type" -> media = string(member);
        case "data" -> data = length(member);
        case "content" -> text = text(member);
        default -> parser.skipChildren();
      }
    }
    if (type.equals("text") || type.equals("content")) {
      return text + data / TEXT_CHARS_PER_TOKEN;
    }
    if (media.startsWith("image/")) {
      return IMAGE_TOKENS;
    }
    return data == 0 ? FILE_TOKENS : data / FILE_CHARS_PER_TOKEN;
  }

  private String string(JsonToken value) {
    if (value == JsonToken.VALUE_STRING) {
      return parser.getString();
    }
    parser.skipChildren();
    return "";
  }

  /** Reads one turn. What its members mean is known at its end: they come in any order. */
  private final class TurnReader {

    private final Set<String> calls = new LinkedHashSet<>();
    private final Set<String> answered = new LinkedHashSet<>();
    private final List<Result> results = new ArrayList<>();
    private String role = "";
    private String type = "";
    private String callId = "";
    private String toolCallId = "";
    private @Nullable Span content;
    private @Nullable Span output;
    private long tokens = FRAME_TOKENS;

    Turn read() {
      int start = start();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        member(parser.currentName(), parser.nextToken());
      }
      int end = end();
      classify();
      return new Turn(start, end, side(), calls, answered, results, tokens);
    }

    private void member(String name, JsonToken value) {
      switch (name) {
        case "role" -> role = string(value);
        case "type" -> type = string(value);
        case "call_id" -> callId = string(value);
        case "tool_call_id" -> toolCallId = string(value);
        case "content" -> {
          content = value == JsonToken.START_ARRAY ? blocks() : span(value);
          tokens += content.tokens();
        }
        case "output" -> {
          output = span(value);
          tokens += output.tokens();
        }
        case "tool_calls" -> toolCalls(value);
        default -> tokens += OutlineReader.this.member(name, value);
      }
    }

    private Span blocks() {
      int start = start();
      long inBlocks = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        inBlocks +=
            parser.currentToken() == JsonToken.START_OBJECT ? block() : text(parser.currentToken());
      }
      return new Span(start, end(), inBlocks);
    }

    private long block() {
      String kind = "";
      String id = "";
      String answers = "";
      Span inner = null;
      long inBlock = 0;
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        switch (name) {
          case "type" -> kind = string(value);
          case "id" -> id = string(value);
          case "tool_use_id" -> answers = string(value);
          case "content" -> {
            inner = span(value);
            inBlock += inner.tokens();
          }
          default -> inBlock += OutlineReader.this.member(name, value);
        }
      }
      if (kind.equals("tool_use")) {
        calls.add(id);
      } else if (kind.equals("tool_result")) {
        answered.add(answers);
        if (inner != null) {
          results.add(inner.result());
        }
      }
      return inBlock;
    }

    private void toolCalls(JsonToken value) {
      if (value != JsonToken.START_ARRAY) {
        parser.skipChildren();
        return;
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
          toolCall();
        }
      }
    }

    private void toolCall() {
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("id")) {
          calls.add(string(value));
        } else {
          tokens += OutlineReader.this.member(name, value);
        }
      }
    }

    private void classify() {
      if (role.equals("tool")) {
        answered.add(toolCallId);
        add(content);
      } else if (type.endsWith("_call_output")) {
        answered.add(callId);
        if (type.equals("function_call_output") || type.equals("custom_tool_call_output")) {
          add(output);
        }
      } else if (type.endsWith("_call") && !callId.isEmpty()) {
        calls.add(callId);
      }
    }

    private void add(@Nullable Span span) {
      if (span != null) {
        results.add(span.result());
      }
    }

    private Side side() {
      if (!answered.isEmpty() || role.equals("function")) {
        return Side.RESULT;
      }
      return switch (role) {
        case "system", "developer" -> Side.SYSTEM;
        case "assistant" -> Side.ASSISTANT;
        case "" -> type.isEmpty() || type.equals("message") ? Side.USER : Side.ASSISTANT;
        default -> Side.USER;
      };
    }
  }
}
