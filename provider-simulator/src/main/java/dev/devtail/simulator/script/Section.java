package dev.devtail.simulator.script;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An object of a script file. Remembers which of its fields were asked for: {@link #end} refuses
 * the others. Every complaint names the place.
 */
final class Section {

  private final String path;
  private final JsonNode node;
  private final TreeSet<String> asked = new TreeSet<>();

  Section(String path, JsonNode node) {
    this.path = path;
    this.node = node;
    if (!node.isObject()) {
      throw new IllegalArgumentException(
          "%s: no object (expected: fields with values)"
              .formatted(path.isEmpty() ? "script" : path));
    }
  }

  private JsonNode field(String name) {
    asked.add(name);
    return node.path(name);
  }

  boolean has(String name) {
    return !field(name).isMissingNode();
  }

  /** A value as it is. */
  JsonNode raw(String name) {
    return field(name);
  }

  @Nullable String text(String name) {
    JsonNode value = field(name);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isString()) {
      throw wrong(name, "text");
    }
    return value.asString();
  }

  String requiredText(String name) {
    String value = text(name);
    if (value == null) {
      throw wrong(name, "text");
    }
    return value;
  }

  @Nullable Pattern pattern(String name) {
    String regex = text(name);
    try {
      return regex == null ? null : Pattern.compile(regex);
    } catch (PatternSyntaxException malformed) {
      throw wrong(name, "a regular expression: " + malformed.getDescription());
    }
  }

  @Nullable Long number(String name) {
    JsonNode value = field(name);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw wrong(name, "a number >= 0");
    }
    return value.longValue();
  }

  long number(String name, long otherwise) {
    Long value = number(name);
    return value == null ? otherwise : value;
  }

  double fraction(String name, double otherwise) {
    JsonNode value = field(name);
    if (!value.isMissingNode() && !value.isNumber()) {
      throw wrong(name, "a number");
    }
    return value.isMissingNode() ? otherwise : value.doubleValue();
  }

  @Nullable Boolean flag(String name) {
    JsonNode value = field(name);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isBoolean()) {
      throw wrong(name, "true or false");
    }
    return value.booleanValue();
  }

  /** Objects of a list; none if it is not there. */
  List<Section> sections(String name) {
    JsonNode list = field(name);
    if (!list.isMissingNode() && !list.isArray()) {
      throw wrong(name, "a list");
    }
    List<Section> sections = new ArrayList<>();
    for (JsonNode element : list) {
      sections.add(new Section("%s[%d]".formatted(at(name), sections.size()), element));
    }
    return sections;
  }

  @Nullable Section section(String name) {
    JsonNode value = field(name);
    return value.isMissingNode() ? null : new Section(at(name), value);
  }

  /** Refuses what nobody has asked for. */
  void end() {
    for (String name : node.propertyNames()) {
      if (!asked.contains(name)) {
        throw new IllegalArgumentException(
            "%s: unknown (expected: %s)".formatted(at(name), String.join(", ", asked)));
      }
    }
  }

  IllegalArgumentException wrong(String name, String expected) {
    JsonNode value = node.path(name);
    return new IllegalArgumentException(
        "%s: %s (expected: %s)"
            .formatted(at(name), value.isMissingNode() ? "missing" : value, expected));
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
