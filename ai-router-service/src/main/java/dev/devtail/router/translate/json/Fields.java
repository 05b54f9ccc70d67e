package dev.devtail.router.translate.json;

import dev.devtail.router.request.MalformedRequestException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The fields of an object that a caller has sent. Each is asked for by name and type; what nobody
 * has asked for is what is not understood ({@link #nameUnread}). A field that is null counts as one
 * that is not there.
 *
 * <p>All methods that read throw {@link MalformedRequestException} for a value of another type; the
 * message names the field.
 */
public final class Fields {

  private static final int NO_INDEX = -1;

  private final JsonNode node;
  private final @Nullable Fields parent;
  private final String name;
  private final int index;
  private final List<String> read = new ArrayList<>();
  private final List<Fields> children = new ArrayList<>();

  private Fields(JsonNode node, @Nullable Fields parent, String name, int index) {
    this.node = node;
    this.parent = parent;
    this.name = name;
    this.index = index;
  }

  /** Of a request's body. */
  public static Fields of(byte[] body) {
    JsonNode root;
    try {
      root = Json.read(body);
    } catch (JacksonException malformed) {
      throw new MalformedRequestException(
          "The body is no JSON: %s.".formatted(malformed.getOriginalMessage()));
    }
    if (!root.isObject()) {
      throw new MalformedRequestException("The body is no JSON object.");
    }
    return new Fields(root, null, "", NO_INDEX);
  }

  /** Marks fields as understood that have nothing to say here. */
  public void skip(String... names) {
    read.addAll(List.of(names));
  }

  /** Null if it is not there. */
  public @Nullable JsonNode any(String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    read.add(field);
    return value;
  }

  public @Nullable String text(String field) {
    JsonNode value = any(field);
    if (value != null && !value.isString()) {
      throw malformed(field, "a string");
    }
    return value == null ? null : value.stringValue();
  }

  public String text(String field, String otherwise) {
    String value = text(field);
    return value == null ? otherwise : value;
  }

  public String requiredText(String field) {
    String value = text(field);
    if (value == null) {
      throw malformed(field, "a string");
    }
    return value;
  }

  public @Nullable Boolean flag(String field) {
    JsonNode value = any(field);
    if (value != null && !value.isBoolean()) {
      throw malformed(field, "true or false");
    }
    return value == null ? null : value.booleanValue();
  }

  public boolean flag(String field, boolean otherwise) {
    Boolean value = flag(field);
    return value == null ? otherwise : value;
  }

  public @Nullable Double number(String field) {
    JsonNode value = any(field);
    if (value != null && !(value.isNumber() && Double.isFinite(value.asDouble(Double.NaN)))) {
      throw malformed(field, "a number");
    }
    return value == null ? null : Double.valueOf(value.asDouble(Double.NaN));
  }

  /** A whole number that is not negative. */
  public @Nullable Long count(String field) {
    Long value = integer(field);
    if (value != null && value < 0) {
      throw malformed(field, "a whole number of 0 or more");
    }
    return value;
  }

  public @Nullable Long integer(String field) {
    JsonNode value = any(field);
    if (value != null && !(value.isIntegralNumber() && value.canConvertToLong())) {
      throw malformed(field, "a whole number");
    }
    return value == null ? null : Long.valueOf(value.longValue());
  }

  public @Nullable Fields object(String field) {
    JsonNode value = any(field);
    if (value != null && !value.isObject()) {
      throw malformed(field, "an object");
    }
    return value == null ? null : child(value, field, NO_INDEX);
  }

  public Fields requiredObject(String field) {
    Fields value = object(field);
    if (value == null) {
      throw malformed(field, "an object");
    }
    return value;
  }

  /** A list of objects; empty if it is not there. */
  public List<Fields> objects(String field) {
    JsonNode value = any(field);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw malformed(field, "a list");
    }
    List<Fields> objects = new ArrayList<>(value.size());
    for (JsonNode element : value) {
      if (!element.isObject()) {
        throw malformed("%s[%d]".formatted(field, objects.size()), "an object");
      }
      objects.add(child(element, field, objects.size()));
    }
    return objects;
  }

  /** A list of strings; empty if it is not there. */
  public List<String> texts(String field) {
    JsonNode value = any(field);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw malformed(field, "a list of strings");
    }
    List<String> texts = new ArrayList<>(value.size());
    for (JsonNode element : value) {
      if (!element.isString()) {
        throw malformed("%s[%d]".formatted(field, texts.size()), "a string");
      }
      texts.add(element.stringValue());
    }
    return texts;
  }

  /** Whether the field is there, and a string. */
  public boolean isText(String field) {
    return node.path(field).isString();
  }

  private Fields child(JsonNode value, String field, int at) {
    Fields child = new Fields(value, this, field, at);
    children.add(child);
    return child;
  }

  /** What to throw for a field that is wrong. */
  public MalformedRequestException malformed(String field, String expected) {
    JsonNode value = node.path(field);
    String is =
        switch (value.getNodeType()) {
          case MISSING, NULL -> "missing";
          case STRING -> "a string";
          case NUMBER -> "a number";
          case BOOLEAN -> "true or false";
          case ARRAY -> "a list";
          case OBJECT -> "an object";
          case BINARY, POJO -> "something else";
        };
    return new MalformedRequestException(
        "%s: %s (expected: %s)"
            .formatted(
                path(true) + field,
                field.endsWith("]") || is.equals(expected) ? "not valid" : is,
                expected));
  }

  /** Says of the whole object that the provider cannot hold it. */
  public void drop(Dropped dropped) {
    String path = path(false);
    dropped.add(path.substring(0, path.length() - 1));
    read.addAll(node.propertyNames());
  }

  /** Says of a part of this that the provider cannot hold it. */
  public void drop(String part, Dropped dropped) {
    dropped.add(path(false) + part);
  }

  /** Names what nobody has asked for, here and in all objects that were read from here. */
  public void nameUnread(Dropped dropped) {
    if (read.size() < node.size() || !read.containsAll(node.propertyNames())) {
      node.properties().stream()
          .filter(field -> !field.getValue().isNull() && !read.contains(field.getKey()))
          .forEach(field -> dropped.add(path(false) + field.getKey()));
    }
    children.forEach(child -> child.nameUnread(dropped));
  }

  /** Ends in a dot, but for the root. */
  private String path(boolean indexed) {
    if (parent == null) {
      return "";
    }
    String own = indexed && index != NO_INDEX ? "%s[%d]".formatted(name, index) : name;
    return parent.path(indexed) + own + ".";
  }
}
