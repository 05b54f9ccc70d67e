package dev.devtail.router.translate.messages;

import dev.devtail.router.request.MalformedRequestException;
import dev.devtail.router.translate.conversation.DroppedNames;
import dev.devtail.router.translate.conversation.Effort;
import dev.devtail.router.translate.conversation.Signature;
import dev.devtail.router.translate.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Fits a request of Anthropic's Messages to another model of the same protocol than the caller had
 * in mind. Three things would be refused: thinking that another provider has signed (it bears our
 * mark, {@link Signature#PREFIX}), {@code adaptive} thinking and an effort where the model has
 * neither, and a budget of thinking where the model has none. Every other byte stays as it is.
 */
public final class MessagesFitting {

  private static final byte[] MARK = Signature.PREFIX.getBytes(StandardCharsets.US_ASCII);

  /** Of {@code context_management}: is refused without thinking. */
  private static final String CLEARS_THINKING = "clear_thinking";

  private static final String ADAPTIVE = "{\"type\":\"adaptive\"}";
  private static final String DISABLED = "{\"type\":\"disabled\"}";

  private MessagesFitting() {}

  /**
   * @param body the same array as was given, if nothing had to change
   * @param dropped what was, for the caller
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Fitted(byte[] body, List<String> dropped) {

    public Fitted {
      dropped = List.copyOf(dropped);
    }
  }

  /**
   * @param model as the provider names it
   * @throws MalformedRequestException if the body is no JSON object
   */
  public static Fitted fit(byte[] body, String model) {
    AnthropicModel target = new AnthropicModel(model);
    if (!mayNeedFitting(body, target)) {
      return new Fitted(body, List.of());
    }
    try (JsonParser parser = Json.parser(body)) {
      Pass pass = new Pass(parser, target);
      pass.request();
      return new Fitted(pass.edits.apply(body), List.copyOf(pass.dropped));
    } catch (JacksonException malformed) {
      throw new MalformedRequestException(
          "The body is no JSON: %s.".formatted(malformed.getOriginalMessage()));
    }
  }

  private static boolean mayNeedFitting(byte[] body, AnthropicModel model) {
    boolean particular =
        model.isClaude()
            && (model.thinking() != AnthropicModel.ThinkingMode.ADAPTIVE || model.refusesBudget());
    return particular || contains(body);
  }

  private static boolean contains(byte[] body) {
    for (int at = 0; at <= body.length - MARK.length; at++) {
      int matched = 0;
      while (matched < MARK.length && body[at + matched] == MARK[matched]) {
        matched++;
      }
      if (matched == MARK.length) {
        return true;
      }
    }
    return false;
  }

  /** A member of an object or an element of a list, from its first byte to behind its last. */
  private record Piece(int start, int end, boolean removed) {}

  /** What is cut out of a body, and put in its place. In the order of the body, apart. */
  private static final class Edits {

    private record Edit(int start, int end, String instead) {}

    private final List<Edit> edits = new ArrayList<>();

    void replace(int start, int end, String instead) {
      edits.add(new Edit(start, end, instead));
    }

    /**
     * Removes what is to be, and the commas that are left over.
     *
     * @param start behind the bracket that opens
     */
    void remove(int start, List<Piece> pieces) {
      int at = 0;
      while (at < pieces.size()) {
        int next = at;
        while (next < pieces.size() && pieces.get(next).removed()) {
          next++;
        }
        if (next > at) {
          if (next == pieces.size()) {
            int before = at == 0 ? start : pieces.get(at - 1).end();
            replace(before, pieces.getLast().end(), "");
          } else {
            replace(pieces.get(at).start(), pieces.get(next).start(), "");
          }
        }
        at = next + 1;
      }
    }

    byte[] apply(byte[] body) {
      if (edits.isEmpty()) {
        return body;
      }
      edits.sort((left, right) -> Integer.compare(left.start(), right.start()));
      ByteArrayOutputStream out = new ByteArrayOutputStream(body.length);
      int at = 0;
      for (Edit edit : edits) {
        out.write(body, at, edit.start() - at);
        out.writeBytes(edit.instead().getBytes(StandardCharsets.UTF_8));
        at = edit.end();
      }
      out.write(body, at, body.length - at);
      return out.toByteArray();
    }
  }

  /** One pass over one body. */
  private static final class Pass {

    private final JsonParser parser;
    private final AnthropicModel model;
    private final Edits edits = new Edits();
    private final Set<String> dropped = new LinkedHashSet<>();

    private long maxTokens = Long.MAX_VALUE;
    private @Nullable Piece thinking;
    private String thinkingType = "";
    private Effort effort = Effort.HIGH;
    private @Nullable Piece clearsThinking;

    /** Whether the last message brings results, and the one before began with thinking. */
    private boolean bringsResults;

    private boolean beganWithThinking;

    /** Whether the message that is being read begins with thinking, and brings results. */
    private boolean thinkingHere;

    private boolean resultsHere;

    Pass(JsonParser parser, AnthropicModel model) {
      this.parser = parser;
      this.model = model;
    }

    private int start() {
      return (int) parser.currentTokenLocation().getByteOffset();
    }

    private int end() {
      parser.finishToken();
      return (int) parser.currentLocation().getByteOffset();
    }

    void request() {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedRequestException("The body is no JSON object.");
      }
      int opened = end();
      List<Piece> members = new ArrayList<>();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        int start = start();
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        int valueStart = start();
        switch (name) {
          case "messages" -> messages(value);
          case "thinking" -> thinkingType = typeOf(value);
          case "output_config" -> outputConfig(value);
          case "max_tokens" -> maxTokens = count(value);
          case "context_management" -> {
            if (contains(value, CLEARS_THINKING)) {
              clearsThinking = new Piece(start, end(), true);
            }
          }
          default -> parser.skipChildren();
        }
        members.add(new Piece(start, end(), false));
        if (name.equals("thinking")) {
          thinking = new Piece(valueStart, end(), false);
        }
      }
      thinking(opened, members);
    }

    private long count(JsonToken value) {
      if (value == JsonToken.VALUE_NUMBER_INT) {
        return parser.getLongValue();
      }
      parser.skipChildren();
      return Long.MAX_VALUE;
    }

    private String typeOf(JsonToken value) {
      String type = "";
      if (value == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          boolean here = parser.currentName().equals("type");
          if (parser.nextToken() == JsonToken.VALUE_STRING && here) {
            type = parser.getString();
          }
          parser.skipChildren();
        }
      } else {
        parser.skipChildren();
      }
      return type;
    }

    /** Whether any string within begins like this. */
    private boolean contains(JsonToken value, String text) {
      boolean found = false;
      int depth = 0;
      JsonToken token = value;
      do {
        switch (token) {
          case START_OBJECT, START_ARRAY -> depth++;
          case END_OBJECT, END_ARRAY -> depth--;
          case VALUE_STRING -> found |= parser.getString().startsWith(text);
          default -> {
            // Has no text.
          }
        }
        token = depth > 0 ? parser.nextToken() : null;
      } while (token != null);
      return found;
    }

    private void outputConfig(JsonToken value) {
      if (value != JsonToken.START_OBJECT) {
        parser.skipChildren();
        return;
      }
      int opened = end();
      List<Piece> members = new ArrayList<>();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        int start = start();
        boolean refused = false;
        if (parser.currentName().equals("effort")) {
          if (parser.nextToken() == JsonToken.VALUE_STRING) {
            effort = Effort.parse(parser.getString()).orElse(Effort.HIGH);
          }
          refused = model.isClaude() && model.effort(effort).isEmpty();
        } else {
          parser.nextToken();
        }
        parser.skipChildren();
        members.add(new Piece(start, end(), refused));
        if (refused) {
          dropped.add(DroppedNames.EFFORT);
        }
      }
      edits.remove(opened, members);
    }

    private void messages(JsonToken value) {
      if (value != JsonToken.START_ARRAY) {
        parser.skipChildren();
        return;
      }
      int opened = end();
      List<Piece> messages = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        int start = start();
        beganWithThinking = thinkingHere;
        thinkingHere = false;
        resultsHere = false;
        boolean removed = parser.currentToken() == JsonToken.START_OBJECT && message();
        parser.skipChildren();
        messages.add(new Piece(start, end(), removed));
        bringsResults = resultsHere;
      }
      edits.remove(opened, messages);
    }

    /** Returns whether nothing is left of it. */
    private boolean message() {
      boolean empty = false;
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean content = parser.currentName().equals("content");
        if (parser.nextToken() == JsonToken.START_ARRAY && content) {
          empty = content();
        } else {
          parser.skipChildren();
        }
      }
      return empty;
    }

    private boolean content() {
      int opened = end();
      List<Piece> blocks = new ArrayList<>();
      boolean first = true;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        int start = start();
        boolean foreign = parser.currentToken() == JsonToken.START_OBJECT && block(first);
        parser.skipChildren();
        blocks.add(new Piece(start, end(), foreign));
        first &= foreign;
        if (foreign) {
          dropped.add(DroppedNames.THINKING);
        }
      }
      boolean empty = !blocks.isEmpty() && blocks.stream().allMatch(Piece::removed);
      if (!empty) {
        edits.remove(opened, blocks);
      }
      return empty;
    }

    /** Returns whether it is thinking that another provider has signed. */
    private boolean block(boolean first) {
      String type = "";
      boolean marked = false;
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
          if (name.equals("type")) {
            type = parser.getString();
          } else if (name.equals("signature")) {
            marked = parser.getString().startsWith(Signature.PREFIX);
          }
        }
        parser.skipChildren();
      }
      boolean thought = type.equals("thinking");
      thinkingHere |= first && !marked && (thought || type.equals("redacted_thinking"));
      resultsHere |= type.equals("tool_result");
      return thought && marked;
    }

    private void thinking(int opened, List<Piece> members) {
      Piece asked = thinking;
      String fitting = asked == null ? "" : fittingThinking();
      if (asked == null || fitting.isEmpty()) {
        return;
      }
      dropped.add(DroppedNames.THINKING);
      edits.replace(asked.start(), asked.end(), fitting);
      Piece clears = clearsThinking;
      if (fitting.equals(DISABLED) && clears != null) {
        dropped.add("context_management");
        edits.remove(
            opened,
            members.stream()
                .map(
                    member ->
                        new Piece(member.start(), member.end(), member.start() == clears.start()))
                .toList());
      }
    }

    /** What the model takes in place of what was asked for; empty if it takes that. */
    private String fittingThinking() {
      if (!model.isClaude()) {
        return "";
      }
      boolean byBudget = model.thinking() == AnthropicModel.ThinkingMode.BUDGET;
      // In a round of tools that has begun without thinking, Anthropic takes no budget.
      boolean mayHaveBudget = byBudget && (!bringsResults || beganWithThinking);
      return switch (thinkingType) {
        case "adaptive" -> {
          if (model.thinking() == AnthropicModel.ThinkingMode.ADAPTIVE) {
            yield "";
          }
          OptionalLong budget =
              mayHaveBudget ? ThinkingPlan.budget(effort, maxTokens) : OptionalLong.empty();
          yield budget.isPresent()
              ? "{\"type\":\"enabled\",\"budget_tokens\":%d}".formatted(budget.getAsLong())
              : DISABLED;
        }
        case "enabled" -> {
          if (model.refusesBudget()) {
            yield ADAPTIVE;
          }
          // The thinking that the round began with was another's, and is cut out.
          yield byBudget && !mayHaveBudget && dropped.contains(DroppedNames.THINKING)
              ? DISABLED
              : "";
        }
        default -> "";
      };
    }
  }
}
