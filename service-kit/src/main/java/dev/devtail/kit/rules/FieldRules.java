package dev.devtail.kit.rules;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import dev.devtail.kit.fault.Fault;
import dev.devtail.protocol.v1.Rules;
import dev.devtail.protocol.v1.RulesProto;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Enforces the {@code (devtail.v1.rules)} options of the .proto files. Every message from outside
 * passes here once, where it enters.
 */
public final class FieldRules {

  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private FieldRules() {}

  /**
   * Checks a message and everything in it.
   *
   * @return the message itself
   * @throws Fault INVALID_ARGUMENT that names the first field that breaks its rule
   */
  public static <M extends Message> M check(M message) {
    checkMessage("", message);
    return message;
  }

  private static void checkMessage(String path, Message message) {
    Descriptor type = message.getDescriptorForType();
    for (FieldDescriptor field : type.getFields()) {
      checkField(path.isEmpty() ? field.getName() : path + "." + field.getName(), field, message);
    }
    for (OneofDescriptor choice : type.getRealOneofs()) {
      if (!message.hasOneof(choice)) {
        throw Fault.invalid(join(path, choice.getName()), "none", "one of its kinds");
      }
    }
  }

  private static void checkField(String path, FieldDescriptor field, Message message) {
    Rules rules = field.getOptions().getExtension(RulesProto.rules);
    if (field.isRepeated()) {
      checkItems(path, rules, field, (Collection<?>) message.getField(field));
      return;
    }
    boolean present =
        field.hasPresence() ? message.hasField(field) : !isDefault(field, message.getField(field));
    if (rules.getRequired() && !present) {
      throw Fault.invalid(path, "missing", "a value");
    }
    if (present || (rules.getMin() > 0 && field.getContainingOneof() == null)) {
      checkValue(path, rules, field, message.getField(field));
    }
  }

  private static void checkItems(
      String path, Rules rules, FieldDescriptor field, Collection<?> items) {
    if (rules.getRequired() && items.isEmpty()) {
      throw Fault.invalid(path, "empty", "at least one");
    }
    if (rules.getMaxItems() > 0 && items.size() > rules.getMaxItems()) {
      throw Fault.invalid(path, items.size() + " items", "<= " + rules.getMaxItems());
    }
    int index = 0;
    for (Object item : items) {
      String itemPath = path + "[" + index++ + "]";
      if (field.isMapField()) {
        Message entry = (Message) item;
        for (FieldDescriptor part : List.copyOf(entry.getAllFields().keySet())) {
          checkValue(itemPath + "." + part.getName(), rules, part, entry.getField(part));
        }
      } else {
        checkValue(itemPath, rules, field, item);
      }
    }
  }

  private static void checkValue(String path, Rules rules, FieldDescriptor field, Object value) {
    switch (value) {
      case String text -> checkText(path, rules, text);
      case ByteString bytes -> checkLength(path, rules, bytes.size());
      case Integer number -> checkNumber(path, rules, Integer.toUnsignedLong(number), field);
      case Long number -> checkNumber(path, rules, number, field);
      case Message nested -> checkMessage(path, nested);
      default -> {
        // Booleans, floats and enums have no rule but `required`.
      }
    }
  }

  private static void checkText(String path, Rules rules, String text) {
    checkLength(path, rules, text.getBytes(StandardCharsets.UTF_8).length);
    if (text.indexOf('\0') >= 0) {
      throw Fault.invalid(path, "text with a NUL character", "none");
    }
    if (!rules.getPattern().isEmpty()
        && !PATTERNS
            .computeIfAbsent(rules.getPattern(), Pattern::compile)
            .matcher(text)
            .matches()) {
      throw Fault.invalid(path, '"' + shorten(text) + '"', "matches " + rules.getPattern());
    }
  }

  private static void checkLength(String path, Rules rules, int bytes) {
    if (bytes < rules.getMinBytes()) {
      throw Fault.invalid(path, bytes + " bytes", ">= " + rules.getMinBytes());
    }
    if (rules.getMaxBytes() > 0 && bytes > rules.getMaxBytes()) {
      throw Fault.invalid(path, bytes + " bytes", "<= " + rules.getMaxBytes());
    }
  }

  private static void checkNumber(String path, Rules rules, long value, FieldDescriptor field) {
    if (field.getJavaType() == JavaType.ENUM) {
      return;
    }
    if (Long.compareUnsigned(value, rules.getMin()) < 0) {
      throw Fault.invalid(path, Long.toUnsignedString(value), ">= " + rules.getMin());
    }
    if (rules.getMax() > 0 && Long.compareUnsigned(value, rules.getMax()) > 0) {
      throw Fault.invalid(path, Long.toUnsignedString(value), "<= " + rules.getMax());
    }
  }

  private static boolean isDefault(FieldDescriptor field, Object value) {
    return value.equals(field.getDefaultValue());
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String shorten(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
