package dev.devtail.simulator.script;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads scripts as they are written down: YAML, or JSON, which is YAML too.
 *
 * <pre>{@code
 * pace: {first-token-ms: 200, tokens-per-second: 60}
 * rules:
 *   - when: {tool: Read}
 *     say: "It holds: ${result}"
 *   - when: {text: 'read (\S+)'}
 *     answer:
 *       - thinking: I have to read it.
 *       - call: Read
 *         input: {file_path: "${1}"}
 * faults:
 *   - when: {request: 3}
 *     fault: "529"
 * }</pre>
 */
public final class ScriptReader {

  private static final YAMLMapper YAML = YAMLMapper.builder().build();

  private ScriptReader() {}

  /**
   * @throws IllegalArgumentException naming the line, or the field and what is expected of it
   */
  public static Script read(String text) {
    JsonNode root;
    try {
      root = YAML.readTree(text);
    } catch (JacksonException malformed) {
      throw new IllegalArgumentException(
          "line %d: %s"
              .formatted(
                  malformed.getLocation() == null ? 0 : malformed.getLocation().getLineNr(),
                  malformed.getOriginalMessage()),
          malformed);
    }
    Section section = new Section("", root);
    List<Rule> rules = section.sections("rules").stream().map(ScriptReader::rule).toList();
    List<FaultRule> faults =
        section.sections("faults").stream().map(ScriptReader::faultRule).toList();
    Boolean strict = section.flag("strict");
    Script script =
        new Script(
            rules,
            faults,
            pace(section.section("pace")),
            section.number("seed", Script.ECHO.seed()),
            strict == null || strict);
    section.end();
    return script;
  }

  private static Pace pace(@Nullable Section section) {
    if (section == null) {
      return Pace.INSTANT;
    }
    Pace pace =
        new Pace(
            Duration.ofMillis(section.number("first-token-ms", 0)),
            section.fraction("tokens-per-second", 0),
            Math.toIntExact(section.number("chunk-chars", Pace.DEFAULT_CHUNK_CHARS)));
    section.end();
    return pace;
  }

  private static Rule rule(Section section) {
    Match when = match(section.section("when"));
    List<Block> blocks = new ArrayList<>();
    String said = section.text("say");
    if (said != null) {
      blocks.add(new Block.Text(said));
    }
    section.sections("answer").forEach(block -> blocks.add(block(block)));
    if (blocks.isEmpty()) {
      throw section.wrong("answer", "blocks, or say: with a text");
    }
    Answer answer =
        new Answer(
            blocks,
            section.has("stop") ? constant(Stop.class, section, "stop") : Stop.DONE,
            tokens(section.section("tokens")));
    section.end();
    return new Rule(when, answer);
  }

  private static Match match(@Nullable Section section) {
    if (section == null) {
      return Match.ANY;
    }
    Long turn = section.number("turn");
    Match match =
        new Match(
            section.has("provider") ? constant(Provider.class, section, "provider") : null,
            section.pattern("model"),
            section.pattern("system"),
            section.pattern("text"),
            section.text("tool"),
            section.pattern("result"),
            section.text("offers"),
            section.flag("sub-agent"),
            turn == null ? null : Math.toIntExact(turn),
            section.number("request"));
    section.end();
    return match;
  }

  private static Block block(Section section) {
    Block block;
    if (section.has("thinking")) {
      block = new Block.Thinking(section.requiredText("thinking"));
    } else if (section.has("call")) {
      block = new Block.ToolCall(section.requiredText("call"), input(section));
    } else if (section.has("web-search")) {
      block =
          new Block.WebSearch(
              section.requiredText("web-search"),
              section.requiredText("title"),
              section.requiredText("url"));
    } else {
      block = new Block.Text(section.requiredText("text"));
    }
    section.end();
    return block;
  }

  private static ObjectNode input(Section section) {
    if (!section.has("input")) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (section.raw("input") instanceof ObjectNode input) {
      return input;
    }
    throw section.wrong("input", "an object");
  }

  private static @Nullable Tokens tokens(@Nullable Section section) {
    if (section == null) {
      return null;
    }
    Tokens tokens =
        new Tokens(
            section.number("input", 0),
            section.number("cache-read", 0),
            section.number("cache-write-5m", 0),
            section.number("cache-write-1h", 0),
            section.number("output", 0),
            section.number("reasoning", 0),
            section.number("web-searches", 0));
    section.end();
    return tokens;
  }

  private static FaultRule faultRule(Section section) {
    Match when = match(section.section("when"));
    JsonNode named = section.raw("fault");
    FaultRule rule =
        new FaultRule(
            when,
            section.fraction("probability", 1),
            Fault.parse(named.isNumber() ? named.toString() : section.requiredText("fault")));
    section.end();
    return rule;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, Section section, String name) {
    String text = section.requiredText(name);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> named(constant).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                section.wrong(
                    name,
                    String.join(
                        ", ",
                        Arrays.stream(type.getEnumConstants()).map(ScriptReader::named).toList())));
  }

  private static String named(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
