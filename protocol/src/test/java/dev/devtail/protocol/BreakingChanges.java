package dev.devtail.protocol;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a peer of an earlier version would not understand any more, be it on the wire or in
 * its source. Additions are not looked at; what is removed is allowed where its number and its name
 * are reserved.
 */
final class BreakingChanges {

  private final List<String> found = new ArrayList<>();

  private BreakingChanges() {}

  /** Each entry says what has changed and what to do instead; empty if nothing is broken. */
  static List<String> between(FileDescriptorSet before, FileDescriptorSet after) {
    BreakingChanges changes = new BreakingChanges();
    changes.compareMessages(messages(before), messages(after));
    changes.compareEnums(enums(before), enums(after));
    changes.compareServices(services(before), services(after));
    return changes.found;
  }

  private void report(String what, String instead) {
    found.add(what + ": " + instead);
  }

  // ---- messages

  private void compareMessages(
      Map<String, DescriptorProto> before, Map<String, DescriptorProto> after) {
    before.forEach(
        (name, old) -> {
          DescriptorProto now = after.get(name);
          if (now == null) {
            report("message " + name + " is gone", "keep it; deprecate it if nobody needs it");
          } else {
            compareMessage(name, old, now);
          }
        });
  }

  private void compareMessage(String name, DescriptorProto old, DescriptorProto now) {
    Map<Integer, FieldDescriptorProto> fields =
        now.getFieldList().stream()
            .collect(Collectors.toMap(FieldDescriptorProto::getNumber, Function.identity()));
    for (FieldDescriptorProto field : old.getFieldList()) {
      String what = "field %s.%s = %d".formatted(name, field.getName(), field.getNumber());
      FieldDescriptorProto same = fields.get(field.getNumber());
      if (same != null) {
        compareField(what, old, field, now, same);
      } else if (!isReserved(now, field)) {
        report(what + " is gone", "reserve its number and its name, or put it back");
      }
    }
    old.getReservedRangeList().stream()
        .flatMap(
            range ->
                fields.values().stream()
                    .filter(field -> field.getNumber() >= range.getStart())
                    .filter(field -> field.getNumber() < range.getEnd()))
        .forEach(
            field ->
                report(
                    "field %s.%s = %d uses a reserved number"
                        .formatted(name, field.getName(), field.getNumber()),
                    "take a number that was never used"));
  }

  private void compareField(
      String what,
      DescriptorProto oldMessage,
      FieldDescriptorProto old,
      DescriptorProto nowMessage,
      FieldDescriptorProto now) {
    String instead = "put it back, and add a field with a new number";
    same(what, "name", old.getName(), now.getName(), instead);
    same(what, "type", type(old), type(now), instead);
    same(what, "cardinality", cardinality(old), cardinality(now), instead);
    same(what, "oneof", oneof(oldMessage, old), oneof(nowMessage, now), instead);
  }

  private void same(String what, String of, String old, String now, String instead) {
    if (!old.equals(now)) {
      report("%s has another %s, %s instead of %s".formatted(what, of, now, old), instead);
    }
  }

  private static String type(FieldDescriptorProto field) {
    return field.getTypeName().isEmpty()
        ? field.getType().name()
        : field.getType().name() + " " + field.getTypeName();
  }

  private static String cardinality(FieldDescriptorProto field) {
    return field.getProto3Optional() ? "LABEL_EXPLICIT_OPTIONAL" : field.getLabel().name();
  }

  private static String oneof(DescriptorProto message, FieldDescriptorProto field) {
    return field.hasOneofIndex() && !field.getProto3Optional()
        ? message.getOneofDecl(field.getOneofIndex()).getName()
        : "(none)";
  }

  private static boolean isReserved(DescriptorProto message, FieldDescriptorProto field) {
    return message.getReservedNameList().contains(field.getName())
        && message.getReservedRangeList().stream()
            .anyMatch(
                range ->
                    field.getNumber() >= range.getStart() && field.getNumber() < range.getEnd());
  }

  // ---- enums

  private void compareEnums(
      Map<String, EnumDescriptorProto> before, Map<String, EnumDescriptorProto> after) {
    before.forEach(
        (name, old) -> {
          EnumDescriptorProto now = after.get(name);
          if (now == null) {
            report("enum " + name + " is gone", "keep it; deprecate it if nobody needs it");
          } else {
            compareEnum(name, old, now);
          }
        });
  }

  private void compareEnum(String name, EnumDescriptorProto old, EnumDescriptorProto now) {
    for (EnumValueDescriptorProto value : old.getValueList()) {
      String what = "enum value %s.%s = %d".formatted(name, value.getName(), value.getNumber());
      Set<String> names =
          now.getValueList().stream()
              .filter(other -> other.getNumber() == value.getNumber())
              .map(EnumValueDescriptorProto::getName)
              .collect(Collectors.toSet());
      if (names.isEmpty()) {
        if (!isReserved(now, value)) {
          report(what + " is gone", "reserve its number and its name, or put it back");
        }
      } else if (!names.contains(value.getName())) {
        report(what + " has another name, " + String.join(", ", names), "put the old one back");
      }
    }
  }

  private static boolean isReserved(EnumDescriptorProto type, EnumValueDescriptorProto value) {
    return type.getReservedNameList().contains(value.getName())
        && type.getReservedRangeList().stream()
            // Unlike those of messages, ranges of enums include their end.
            .anyMatch(
                range ->
                    value.getNumber() >= range.getStart() && value.getNumber() <= range.getEnd());
  }

  // ---- services

  private void compareServices(
      Map<String, ServiceDescriptorProto> before, Map<String, ServiceDescriptorProto> after) {
    before.forEach(
        (name, old) -> {
          ServiceDescriptorProto now = after.get(name);
          if (now == null) {
            report("service " + name + " is gone", "keep it; deprecate it if nobody needs it");
          } else {
            old.getMethodList().forEach(method -> compareMethod(name, method, now));
          }
        });
  }

  private void compareMethod(
      String service, MethodDescriptorProto old, ServiceDescriptorProto nowService) {
    String what = "method %s.%s".formatted(service, old.getName());
    @Nullable MethodDescriptorProto now =
        nowService.getMethodList().stream()
            .filter(method -> method.getName().equals(old.getName()))
            .findFirst()
            .orElse(null);
    if (now == null) {
      report(what + " is gone", "keep it; deprecate it if nobody needs it");
      return;
    }
    String instead = "put it back, and add a method with another name";
    same(what, "request", old.getInputType(), now.getInputType(), instead);
    same(what, "response", old.getOutputType(), now.getOutputType(), instead);
    same(what, "streaming", streaming(old), streaming(now), instead);
  }

  private static String streaming(MethodDescriptorProto method) {
    return (method.getClientStreaming() ? "stream" : "single")
        + " to "
        + (method.getServerStreaming() ? "stream" : "single");
  }

  // ---- everything by its full name

  private static Map<String, DescriptorProto> messages(FileDescriptorSet files) {
    Map<String, DescriptorProto> byName = new TreeMap<>();
    for (FileDescriptorProto file : files.getFileList()) {
      collect(file.getPackage(), file.getMessageTypeList(), byName);
    }
    return byName;
  }

  private static void collect(
      String scope, Collection<DescriptorProto> messages, Map<String, DescriptorProto> byName) {
    for (DescriptorProto message : messages) {
      String name = scope + "." + message.getName();
      byName.put(name, message);
      collect(name, message.getNestedTypeList(), byName);
    }
  }

  private static Map<String, EnumDescriptorProto> enums(FileDescriptorSet files) {
    Map<String, EnumDescriptorProto> byName = new TreeMap<>();
    for (FileDescriptorProto file : files.getFileList()) {
      file.getEnumTypeList()
          .forEach(type -> byName.put(file.getPackage() + "." + type.getName(), type));
    }
    messages(files)
        .forEach(
            (scope, message) ->
                message
                    .getEnumTypeList()
                    .forEach(type -> byName.put(scope + "." + type.getName(), type)));
    return byName;
  }

  private static Map<String, ServiceDescriptorProto> services(FileDescriptorSet files) {
    Map<String, ServiceDescriptorProto> byName = new TreeMap<>();
    for (FileDescriptorProto file : files.getFileList()) {
      file.getServiceList()
          .forEach(service -> byName.put(file.getPackage() + "." + service.getName(), service));
    }
    return byName;
  }
}
