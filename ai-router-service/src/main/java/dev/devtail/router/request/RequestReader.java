package dev.devtail.router.request;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the facts of a request in one pass over its bytes. It understands what Anthropic's
 * Messages, OpenAI's Chat Completions and OpenAI's Responses have in common: one object with a
 * model, a conversation and tools.
 */
public final class RequestReader {

  private static final int MAX_DEPTH = 200;

  /** Longest string: an image of 32 MB, as base64 has it. */
  private static final int MAX_STRING_CHARS = 48 << 20;

  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING_CHARS)
                  .build())
          .build();

  /**
   * @throws MalformedRequestException if that is no JSON object with a model
   */
  public RequestFacts read(byte[] body) {
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body)) {
      Pass pass = new Pass(parser, body);
      pass.request();
      return pass.facts();
    } catch (JacksonException malformed) {
      throw new MalformedRequestException(
          "The body is no JSON: %s (line %d, column %d)."
              .formatted(
                  malformed.getOriginalMessage(),
                  malformed.getLocation() == null ? 0 : malformed.getLocation().getLineNr(),
                  malformed.getLocation() == null ? 0 : malformed.getLocation().getColumnNr()));
    }
  }

  /** One pass over one body. */
  private static final class Pass {

    private final JsonParser parser;
    private final byte[] body;
    private String model = "";
    private int modelStart;
    private int modelEnd;
    private boolean stream;
    private int maxOutputTokens;
    private int tools;
    private boolean webSearch;
    private boolean thinking;
    private String effort = "";
    private boolean image;
    private int messages;
    private long textBytes;

    /** Whether the message that is being read holds an image, and whose it is. */
    private boolean imageHere;

    private String role = "";

    private boolean inSystem;
    private @Nullable SubAgentTag subAgentTag;

    Pass(JsonParser parser, byte[] body) {
      this.parser = parser;
      this.body = body;
    }

    void request() {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedRequestException("The body is no JSON object.");
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        switch (name) {
          case "model" -> model(value);
          case "stream" -> stream = value == JsonToken.VALUE_TRUE;
          case "max_tokens", "max_completion_tokens", "max_output_tokens" -> maxOutput(value);
          case "thinking" -> thinking(value);
          case "reasoning", "output_config" -> effort(value);
          case "reasoning_effort" -> effort = text(value);
          case "tools" -> tools(value);
          case "messages", "input" -> conversation(value);
          case "system", "instructions" -> system(value);
          default -> parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        throw new MalformedRequestException("Something follows the JSON object of the body.");
      }
      if (model.isEmpty()) {
        throw new MalformedRequestException("model: missing (expected: the name of a model)");
      }
    }

    RequestFacts facts() {
      return new RequestFacts(
          model,
          modelStart,
          modelEnd,
          stream,
          maxOutputTokens,
          tools,
          webSearch,
          thinking,
          effort,
          image,
          messages,
          textBytes,
          subAgentTag);
    }

    /** Twice would be two models: one that is chosen by, and one that answers. */
    private void model(JsonToken value) {
      if (!model.isEmpty()) {
        throw new MalformedRequestException("model: there are two (expected: one)");
      }
      if (value != JsonToken.VALUE_STRING) {
        throw new MalformedRequestException("model: no string (expected: the name of a model)");
      }
      modelStart = (int) parser.currentTokenLocation().getByteOffset();
      model = parser.getString();
      modelEnd = (int) parser.currentLocation().getByteOffset();
    }

    private void maxOutput(JsonToken value) {
      if (value == JsonToken.VALUE_NUMBER_INT) {
        maxOutputTokens = (int) Math.clamp(parser.getLongValue(), 0L, Integer.MAX_VALUE);
      } else {
        parser.skipChildren();
      }
    }

    private String text(JsonToken value) {
      return value == JsonToken.VALUE_STRING ? parser.getString() : "";
    }

    private void thinking(JsonToken value) {
      if (value != JsonToken.START_OBJECT) {
        return;
      }
      thinking = true;
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean type = parser.currentName().equals("type");
        JsonToken what = parser.nextToken();
        if (type && text(what).equals("disabled")) {
          thinking = false;
        }
        parser.skipChildren();
      }
    }

    private void effort(JsonToken value) {
      if (value != JsonToken.START_OBJECT) {
        return;
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean here = parser.currentName().equals("effort");
        JsonToken what = parser.nextToken();
        if (here) {
          effort = text(what).toLowerCase(Locale.ROOT);
        }
        parser.skipChildren();
      }
    }

    private void tools(JsonToken value) {
      if (value != JsonToken.START_ARRAY) {
        parser.skipChildren();
        return;
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        tools++;
        if (parser.currentToken() == JsonToken.START_OBJECT) {
          tool();
        }
      }
    }

    private void tool() {
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean type = parser.currentName().equals("type");
        JsonToken value = parser.nextToken();
        if (type && text(value).startsWith("web_search")) {
          webSearch = true;
        }
        anything(value);
      }
    }

    private void conversation(JsonToken value) {
      if (value != JsonToken.START_ARRAY) {
        messages = 1;
        anything(value);
        return;
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        messages++;
        if (parser.currentToken() == JsonToken.START_OBJECT) {
          message();
        } else {
          anything(parser.currentToken());
        }
      }
    }

    private void message() {
      imageHere = false;
      role = "";
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean isRole = parser.currentName().equals("role");
        JsonToken value = parser.nextToken();
        if (isRole) {
          role = text(value);
        } else {
          anything(value);
        }
      }
      if (role.equals("user")) {
        image = imageHere;
      }
    }

    private void system(JsonToken value) {
      inSystem = true;
      anything(value);
      inSystem = false;
    }

    /** Counts its text; what images are made of is none. */
    private void anything(JsonToken value) {
      switch (value) {
        case VALUE_STRING -> {
          textBytes += parser.getStringLength();
          if (inSystem && subAgentTag == null) {
            int quote = (int) parser.currentTokenLocation().getByteOffset();
            subAgentTag = SubAgentTag.at(body, quote + 1);
          }
        }
        case START_ARRAY -> {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            anything(parser.currentToken());
          }
        }
        case START_OBJECT -> {
          while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            property(parser.currentName());
          }
        }
        default -> {
          // A number, or one of three words.
        }
      }
    }

    private void property(String name) {
      JsonToken value = parser.nextToken();
      switch (name) {
        case "type" -> imageHere |= isImage(text(value));
        case "source", "image_url", "file" -> parser.skipChildren();
        default -> anything(value);
      }
    }

    private static boolean isImage(String type) {
      return type.equals("image") || type.equals("image_url") || type.equals("input_image");
    }
  }
}
