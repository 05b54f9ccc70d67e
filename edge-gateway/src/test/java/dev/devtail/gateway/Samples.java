package dev.devtail.gateway;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.devtail.protocol.v1.Rules;
import dev.devtail.protocol.v1.RulesProto;
import java.util.stream.Stream;

/** Makes messages that keep the rules of their fields. */
final class Samples {

  private Samples() {}

  /** Sets what is required, to the least that will do. */
  static Message.Builder valid(Message.Builder message) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      Rules rules = field.getOptions().getExtension(RulesProto.rules);
      if (rules.getRequired() || rules.getMin() > 0) {
        message.setField(field, value(message, field, rules));
      }
    }
    return message;
  }

  /** An id, a number, or a UUID. */
  private static String text(FieldDescriptor field, Rules rules) {
    return Stream.of("t1", "1", "00000000-0000-0000-0000-000000000000")
        .filter(text -> rules.getPattern().isEmpty() || text.matches(rules.getPattern()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(field.getFullName()));
  }

  private static Object value(Message.Builder of, FieldDescriptor field, Rules rules) {
    return switch (field.getJavaType()) {
      case STRING -> text(field, rules);
      case BYTE_STRING -> ByteString.copyFrom(new byte[rules.getMinBytes()]);
      case MESSAGE -> valid(of.newBuilderForField(field)).build();
      case ENUM -> field.getEnumType().getValues().get(1);
      case INT -> (int) Math.max(1, rules.getMin());
      case LONG -> Math.max(1, rules.getMin());
      case BOOLEAN, FLOAT, DOUBLE -> throw new IllegalArgumentException(field.getFullName());
    };
  }
}
