package dev.devtail.conformance.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.devtail.protocol.v1.CreateKey;
import dev.devtail.protocol.v1.CreateShare;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.PairDevice;
import dev.devtail.protocol.v1.Rules;
import dev.devtail.protocol.v1.RulesProto;
import dev.devtail.protocol.v1.TerminalSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Makes frames from the schema: fields of the right kind with the values at which programs break,
 * some of them with their bytes disturbed. The same random numbers give the same frames.
 *
 * <p>What it does is confined: a program that it starts is {@code /bin/cat}, and the only things
 * that it can name are those that it was given.
 */
final class FrameGenerator {

  private static final int MAX_DEPTH = 6;
  private static final int MAX_REPEATED = 3;
  private static final int LONG_TEXT = 70_000;
  private static final int MAX_USUAL_BYTES = 64;
  private static final long USUAL_SPAN = 200;
  private static final long[] EDGES = {
    0,
    1,
    2,
    15,
    16,
    23,
    24,
    80,
    4_095,
    4_096,
    65_535,
    65_536,
    1 << 20,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1
  };
  private static final int[] USUAL_KINDS = {
    Frame.CALL_FIELD_NUMBER,
    Frame.CALL_FIELD_NUMBER,
    Frame.CALL_FIELD_NUMBER,
    Frame.OPEN_FIELD_NUMBER,
    Frame.OPEN_FIELD_NUMBER,
    Frame.DATA_FIELD_NUMBER,
    Frame.DATA_FIELD_NUMBER,
    Frame.ACK_FIELD_NUMBER,
    Frame.CREDIT_FIELD_NUMBER,
    Frame.CONTROL_FIELD_NUMBER,
    Frame.CLOSE_FIELD_NUMBER
  };
  private static final List<String> TEXTS =
      List.of(
          "", "a", "..", "../../etc/passwd", "\0", "\uD83D\uDE00", "'; DROP TABLE sessions; --");

  /** What it starts, and nothing else. */
  static final String HARMLESS_PROGRAM = "/bin/cat";

  /** What it calls the shares, devices and keys that it makes. */
  static final String GRANT_NAME = "devtail-fuzz";

  /** Fields that always have the same value, so that what was done can be undone. */
  private static final Map<FieldDescriptor, String> CONFINED =
      Map.of(
          TerminalSpec.getDescriptor().findFieldByNumber(TerminalSpec.COMMAND_FIELD_NUMBER),
          HARMLESS_PROGRAM,
          CreateShare.getDescriptor().findFieldByNumber(CreateShare.NOTE_FIELD_NUMBER),
          GRANT_NAME,
          PairDevice.getDescriptor().findFieldByNumber(PairDevice.NAME_FIELD_NUMBER),
          GRANT_NAME,
          CreateKey.getDescriptor().findFieldByNumber(CreateKey.NAME_FIELD_NUMBER),
          GRANT_NAME);

  private final RandomGenerator random;
  private final List<String> names;
  private int lastChannel;

  /**
   * @param names ids of what may be named: terminals and sessions made for this
   */
  FrameGenerator(RandomGenerator random, List<String> names) {
    this.random = random;
    this.names = names;
  }

  /** A fresh connection begins to count its channels anew. */
  void restart() {
    lastChannel = 0;
  }

  byte[] next() {
    Frame.Builder frame = Frame.newBuilder();
    FieldDescriptor kind = kind();
    frame.setChannel(channelFor(kind));
    if (!oneIn(50)) {
      frame.setField(kind, message(kind.getMessageType(), 1).toMessage(frame, kind));
    }
    byte[] bytes = frame.build().toByteArray();
    return oneIn(40) ? disturb(bytes) : bytes;
  }

  /** Mostly what a client may send: the rest ends a connection before it has come far. */
  private FieldDescriptor kind() {
    if (oneIn(100)) {
      OneofDescriptor kinds = Frame.getDescriptor().getOneofs().getFirst();
      return kinds.getField(random.nextInt(kinds.getFieldCount()));
    }
    int number = USUAL_KINDS[random.nextInt(USUAL_KINDS.length)];
    return Frame.getDescriptor().findFieldByNumber(number);
  }

  private int channelFor(FieldDescriptor kind) {
    int number = kind.getNumber();
    boolean ofConnection =
        number <= Frame.PONG_FIELD_NUMBER || (number == Frame.CLOSE_FIELD_NUMBER && oneIn(100));
    if (oneIn(30)) {
      return (int) edge();
    }
    if (ofConnection) {
      return 0;
    }
    if (number == Frame.OPEN_FIELD_NUMBER) {
      return ++lastChannel;
    }
    return 1 + random.nextInt(Math.max(1, lastChannel + 1));
  }

  private Fields message(Descriptor type, int depth) {
    Fields message = new Fields(DynamicMessage.newBuilder(type));
    for (OneofDescriptor oneof : type.getRealOneofs()) {
      if (!oneIn(20)) {
        set(message, oneof.getField(random.nextInt(oneof.getFieldCount())), depth);
      }
    }
    for (FieldDescriptor field : type.getFields()) {
      boolean left = !CONFINED.containsKey(field) && oneIn(rules(field).getRequired() ? 50 : 5);
      if (field.getRealContainingOneof() == null && !left) {
        set(message, field, depth);
      }
    }
    return message;
  }

  private void set(Fields message, FieldDescriptor field, int depth) {
    String confined = CONFINED.get(field);
    if (confined != null) {
      message.builder.setField(field, field.isRepeated() ? List.of(confined) : confined);
    } else if (field.isRepeated()) {
      for (int i = random.nextInt(MAX_REPEATED); i > 0 && depth < MAX_DEPTH; i--) {
        message.builder.addRepeatedField(field, value(field, depth));
      }
    } else if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || depth < MAX_DEPTH) {
      message.builder.setField(field, value(field, depth));
    }
  }

  private Object value(FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case INT -> (int) number(field);
      case LONG -> number(field);
      case FLOAT -> (float) number(field);
      case DOUBLE -> (double) number(field);
      case BOOLEAN -> random.nextBoolean();
      case STRING -> text();
      case BYTE_STRING -> bytes(field);
      case ENUM ->
          field
              .getEnumType()
              .findValueByNumberCreatingIfUnknown(
                  oneIn(10)
                      ? (int) edge()
                      : random.nextInt(field.getEnumType().getValues().size()));
      case MESSAGE -> message(field.getMessageType(), depth + 1).builder.build();
    };
  }

  private static Rules rules(FieldDescriptor field) {
    return field.getOptions().getExtension(RulesProto.rules);
  }

  /** What the rule allows, most of the time: a frame that breaks one does not come far. */
  private long number(FieldDescriptor field) {
    Rules rules = rules(field);
    if (oneIn(15)) {
      return edge();
    }
    long span = rules.getMax() > rules.getMin() ? rules.getMax() - rules.getMin() : USUAL_SPAN;
    return rules.getMin() + random.nextLong(Math.min(span, USUAL_SPAN) + 1);
  }

  private long edge() {
    return EDGES[random.nextInt(EDGES.length)];
  }

  private String text() {
    if (!oneIn(5)) {
      return names.get(random.nextInt(names.size()));
    }
    return oneIn(200) ? "x".repeat(LONG_TEXT) : TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private ByteString bytes(FieldDescriptor field) {
    int least = rules(field).getMinBytes();
    int usual = least > 0 ? least : random.nextInt(MAX_USUAL_BYTES);
    byte[] bytes = new byte[oneIn(20) ? (int) Math.abs(edge() % LONG_TEXT) : usual];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  private byte[] disturb(byte[] bytes) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(3)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      case 1 -> {
        return Arrays.copyOf(bytes, at);
      }
      default -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
        longer[at] = (byte) random.nextInt();
        return longer;
      }
    }
    return bytes;
  }

  private boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** A message under construction. */
  private record Fields(DynamicMessage.Builder builder) {

    /** As the generated class that the frame wants. */
    Message toMessage(Frame.Builder frame, FieldDescriptor kind) {
      return frame.newBuilderForField(kind).mergeFrom(builder.build()).build();
    }
  }
}
