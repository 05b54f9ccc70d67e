package dev.devtail.context.select;

import dev.devtail.context.select.Rule.What;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads rules:
 *
 * <pre>{@code
 * limit: 500                       # files, of all rules
 * rules:
 *   - include: src/*.java
 *     depth: map                   # map, slices or whole; without it as much as serves
 *     weight: 2                    # beside other rules; 1 if not said
 *     limit: 100                   # files, of this rule
 *   - exclude: generated/
 *   - symbol: src/Stack.java#push  # or push, or Stack.push
 *   - calls: Stack.push            # this and what it calls
 *   - callers: Stack.push
 *   - tests: src/Stack.java        # or a symbol
 *   - changed-since: 3 days        # or a commit or a branch
 *   - failing: true
 *   - uncommitted: true
 * }</pre>
 */
public final class RulesReader {

  /** Where a workspace has them. */
  public static final String PATH = ".devtail/context.yaml";

  /** In UTF-16 characters. */
  private static final int MAX_LENGTH = 64 * 1024;

  private static final int MAX_RULES = 500;

  private static final double MAX_WEIGHT = 1_000;

  private static final List<String> KINDS =
      List.of(
          "include",
          "exclude",
          "symbol",
          "calls",
          "callers",
          "tests",
          "changed-since",
          "failing",
          "uncommitted");

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String file;
  private final JsonParser parser;

  private RulesReader(String file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /**
   * @param file what the text is called in errors
   * @throws Fault INVALID_ARGUMENT if it has a mistake; the message begins with file, line and
   *     column
   */
  public static RuleSet read(String file, String yaml) {
    if (yaml.length() > MAX_LENGTH) {
      throw fault(
          file, 1, 1, "%d characters (expected: at most %d)".formatted(yaml.length(), MAX_LENGTH));
    }
    try (JsonParser parser = YAML.createParser(yaml)) {
      return new RulesReader(file, parser).file();
    } catch (JacksonException mistake) {
      TokenStreamLocation at = mistake.getLocation();
      throw fault(
          file,
          at == null ? 1 : at.getLineNr(),
          at == null ? 1 : at.getColumnNr(),
          mistake.getOriginalMessage().lines().findFirst().orElse("not YAML"));
    }
  }

  private RuleSet file() {
    List<Rule> rules = new ArrayList<>();
    int limit = RuleSet.DEFAULT_LIMIT;
    JsonToken first = parser.nextToken();
    if (first == null) {
      return new RuleSet(rules, limit);
    }
    expect(first, JsonToken.START_OBJECT, "rules: and a list");
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      switch (key) {
        case "limit" -> {
          parser.nextToken();
          limit = number(key, RuleSet.DEFAULT_LIMIT);
        }
        case "rules" -> {
          expect(parser.nextToken(), JsonToken.START_ARRAY, "a list of rules");
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (rules.size() == MAX_RULES) {
              throw wrong("more than %d rules".formatted(MAX_RULES));
            }
            rules.add(rule());
          }
        }
        default ->
            throw wrong("%s: there is no such key (expected: rules or limit)".formatted(key));
      }
    }
    return new RuleSet(rules, limit);
  }

  private Rule rule() {
    expect(parser.currentToken(), JsonToken.START_OBJECT, "a rule, as in include: src/*.java");
    TokenStreamLocation at = parser.currentTokenLocation();
    What what = null;
    Optional<Depth> depth = Optional.empty();
    double weight = 1;
    int limit = RuleSet.DEFAULT_LIMIT;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      if (KINDS.contains(key) && what != null) {
        throw wrong("%s: a rule wants one thing (expected: a rule of its own)".formatted(key));
      }
      TokenStreamLocation keyAt = parser.currentTokenLocation();
      parser.nextToken();
      switch (key) {
        case "depth" -> depth = Optional.of(depth());
        case "weight" -> weight = weight();
        case "limit" -> limit = number(key, RuleSet.DEFAULT_LIMIT);
        default -> {
          what = what(key, keyAt);
          at = keyAt;
        }
      }
    }
    if (what == null) {
      throw fault(
          file,
          at.getLineNr(),
          at.getColumnNr(),
          "a rule that wants nothing (expected: one of %s)".formatted(String.join(", ", KINDS)));
    }
    return new Rule(what, depth, weight, limit, at.getLineNr(), at.getColumnNr());
  }

  private What what(String kind, TokenStreamLocation at) {
    if (!KINDS.contains(kind)) {
      throw fault(
          file,
          at.getLineNr(),
          at.getColumnNr(),
          "%s: there is no such rule (expected: %s, depth, weight or limit)"
              .formatted(kind, String.join(", ", KINDS)));
    }
    String value = scalar(kind);
    String text = kind + ": " + value;
    try {
      return switch (kind) {
        case "include" -> new What.Include(Glob.parse(value), text);
        case "exclude" -> new What.Exclude(Glob.parse(value), text);
        case "symbol" -> new What.Named(SymbolReference.parse(value), text);
        case "calls" -> new What.Calls(SymbolReference.parse(value), text);
        case "callers" -> new What.Callers(SymbolReference.parse(value), text);
        case "tests" -> new What.TestsOf(value, text);
        case "changed-since" -> new What.ChangedSince(value, text);
        case "failing" -> new What.Failing(always(value, text));
        default -> new What.Uncommitted(always(value, text));
      };
    } catch (IllegalArgumentException mistake) {
      throw wrong("%s: %s".formatted(kind, mistake.getMessage()));
    }
  }

  private static String always(String value, String text) {
    if (!value.equals("true")) {
      throw new IllegalArgumentException(value + " (expected: true, or no such rule)");
    }
    return text;
  }

  private Depth depth() {
    String value = scalar("depth");
    return Arrays.stream(Depth.values())
        .filter(depth -> depth.name().toLowerCase(Locale.ROOT).equals(value))
        .findFirst()
        .orElseThrow(() -> wrong("depth: %s (expected: map, slices or whole)".formatted(value)));
  }

  private double weight() {
    String value = scalar("weight");
    try {
      double weight = Double.parseDouble(value);
      if (weight > 0 && weight <= MAX_WEIGHT) {
        return weight;
      }
    } catch (NumberFormatException none) {
      // As below.
    }
    throw wrong("weight: %s (expected: above 0, at most %.0f)".formatted(value, MAX_WEIGHT));
  }

  private int number(String key, int most) {
    String value = scalar(key);
    try {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException none) {
      // As below.
    }
    throw wrong("%s: %s (expected: 1 to %d)".formatted(key, value, most));
  }

  private String scalar(String key) {
    String value = parser.currentToken().isScalarValue() ? parser.getString() : "";
    if (value.isBlank() || parser.currentToken() == JsonToken.VALUE_NULL) {
      throw wrong("%s: no value (expected: one, in the same line)".formatted(key));
    }
    return value.strip();
  }

  private void expect(@Nullable JsonToken token, JsonToken expected, String what) {
    if (token != expected) {
      throw wrong("something else (expected: %s)".formatted(what));
    }
  }

  /** Where the parser is. */
  private Fault wrong(String message) {
    TokenStreamLocation at = parser.currentTokenLocation();
    return fault(file, at.getLineNr(), at.getColumnNr(), message);
  }

  private static Fault fault(String file, int line, int column, String message) {
    return new Fault(
        FaultCode.INVALID_ARGUMENT,
        "%s:%d:%d: %s".formatted(file, line, column, message),
        "rules",
        Duration.ZERO);
  }
}
