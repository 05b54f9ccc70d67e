package dev.devtail.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto.EnumReservedRange;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.devtail.protocol.service.v1.AgentRun;
import dev.devtail.protocol.service.v1.BuildContextRequest;
import dev.devtail.protocol.service.v1.ListFilesRequest;
import dev.devtail.protocol.service.v1.RelayRequest;
import dev.devtail.protocol.service.v1.SessionServiceGrpc;
import dev.devtail.protocol.service.v1.StartTerminalRequest;
import dev.devtail.protocol.service.v1.TemplateServiceProto;
import dev.devtail.protocol.service.v1.TerminalEntry;
import dev.devtail.protocol.service.v1.UsageServiceProto;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.GetUsage;
import dev.devtail.protocol.v1.Rules;
import dev.devtail.protocol.v1.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What has been released stays as it is: the schemas against {@code baseline.binpb}, a
 * FileDescriptorSet of the last release. To write it anew, as part of a release:
 *
 * <pre>
 * ./mvnw -q -B -pl protocol test -Dtest=BreakingChangeTest -Ddevtail.baseline.write=true
 * </pre>
 */
class BreakingChangeTest {

  private static final String WRITE = "devtail.baseline.write";

  private static final List<FileDescriptor> CURRENT =
      List.of(
          Rules.getDescriptor().getFile(),
          Terminal.getDescriptor().getFile(),
          Frame.getDescriptor().getFile(),
          TerminalEntry.getDescriptor().getFile(),
          StartTerminalRequest.getDescriptor().getFile(),
          RelayRequest.getDescriptor().getFile(),
          GetUsage.getDescriptor().getFile(),
          UsageServiceProto.getDescriptor(),
          TemplateServiceProto.getDescriptor(),
          AgentRun.getDescriptor().getFile(),
          ListFilesRequest.getDescriptor().getFile(),
          BuildContextRequest.getDescriptor().getFile());

  private static final Path MODULE =
      Path.of(System.getProperty("devtail.root", ".."), "protocol").toAbsolutePath();
  private static final Path BASELINE = MODULE.resolve("src/test/resources/baseline.binpb");

  private static FileDescriptorSet current() {
    FileDescriptorSet.Builder files = FileDescriptorSet.newBuilder();
    CURRENT.forEach(file -> files.addFile(file.toProto()));
    return files.build();
  }

  // ---- the schemas

  @Test
  @EnabledIfSystemProperty(named = WRITE, matches = "true")
  void writeBaseline() throws IOException {
    Files.write(BASELINE, current().toByteArray());
  }

  @Test
  @DisabledIfSystemProperty(named = WRITE, matches = "true")
  void schemasKeepWhatIsReleased() throws IOException {
    FileDescriptorSet released = FileDescriptorSet.parseFrom(Files.readAllBytes(BASELINE));

    assertThat(BreakingChanges.between(released, current()))
        .as("breaking changes of the protocol (CONTRIBUTING.md says what is allowed)")
        .isEmpty();
  }

  @Test
  void everySchemaFileIsCompared() throws IOException {
    Path sources = MODULE.resolve("src/main/proto");
    try (Stream<Path> files = Files.walk(sources)) {
      List<String> schemas =
          files
              .filter(file -> file.toString().endsWith(".proto"))
              .map(file -> sources.relativize(file).toString().replace('\\', '/'))
              .toList();

      assertThat(CURRENT)
          .as("add a message of the new file to CURRENT")
          .extracting(FileDescriptor::getName)
          .containsExactlyInAnyOrderElementsOf(schemas);
    }
  }

  @Test
  void servicesAreInTheComparedFiles() {
    assertThat(CURRENT)
        .extracting(FileDescriptor::getName)
        .contains("devtail/service/v1/session.proto", "devtail/service/v1/terminal.proto");
    assertThat(SessionServiceGrpc.getServiceDescriptor().getName())
        .isEqualTo("devtail.service.v1.SessionService");
  }

  // ---- the checker itself

  private static final FileDescriptorSet BEFORE = files(message(), colour(), service());

  @Test
  void findsNothingInWhatIsTheSame() {
    assertThat(BreakingChanges.between(BEFORE, BEFORE)).isEmpty();
  }

  @Test
  void additionsAreAllowed() {
    DescriptorProto.Builder more =
        message()
            .addField(
                field(
                    "added",
                    9,
                    FieldDescriptorProto.Type.TYPE_BYTES,
                    FieldDescriptorProto.Label.LABEL_REPEATED));
    EnumDescriptorProto.Builder moreColours = colour().addValue(value("COLOUR_BLUE", 2));
    ServiceDescriptorProto.Builder moreCalls = service().addMethod(method("Other", false));

    assertThat(BreakingChanges.between(BEFORE, files(more, moreColours, moreCalls))).isEmpty();
  }

  @Test
  void aFieldThatIsGone() {
    assertThat(
            BreakingChanges.between(BEFORE, files(message().removeField(0), colour(), service())))
        .containsExactly(
            "field t.Thing.name = 1 is gone: reserve its number and its name, or put it back");
  }

  @Test
  void aFieldThatIsGoneAndReserved() {
    DescriptorProto.Builder reserved =
        message()
            .removeField(0)
            .addReservedName("name")
            .addReservedRange(ReservedRange.newBuilder().setStart(1).setEnd(2));

    assertThat(BreakingChanges.between(BEFORE, files(reserved, colour(), service()))).isEmpty();
  }

  @Test
  void aReservedNumberThatIsUsedAgain() {
    DescriptorProto.Builder reserved =
        message().addReservedRange(ReservedRange.newBuilder().setStart(7).setEnd(8));
    DescriptorProto.Builder reused =
        message()
            .addField(
                field(
                    "again",
                    7,
                    FieldDescriptorProto.Type.TYPE_STRING,
                    FieldDescriptorProto.Label.LABEL_OPTIONAL));

    assertThat(
            BreakingChanges.between(
                files(reserved, colour(), service()), files(reused, colour(), service())))
        .containsExactly(
            "field t.Thing.again = 7 uses a reserved number: take a number that was never used");
  }

  @Test
  void aFieldWithAnotherNumber() {
    DescriptorProto.Builder moved = message();
    moved.getFieldBuilder(0).setNumber(8);

    assertThat(BreakingChanges.between(BEFORE, files(moved, colour(), service())))
        .singleElement()
        .asString()
        .startsWith("field t.Thing.name = 1 is gone");
  }

  @Test
  void aFieldWithAnotherNameTypeOrCardinality() {
    DescriptorProto.Builder changed = message();
    changed
        .getFieldBuilder(0)
        .setName("title")
        .setType(FieldDescriptorProto.Type.TYPE_BYTES)
        .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED);

    assertThat(BreakingChanges.between(BEFORE, files(changed, colour(), service())))
        .satisfiesExactly(
            name -> assertThat(name).contains("another name, title instead of name"),
            type -> assertThat(type).contains("another type, TYPE_BYTES instead of TYPE_STRING"),
            label -> assertThat(label).contains("another cardinality"));
  }

  @Test
  void aFieldOfAnotherMessageType() {
    DescriptorProto.Builder changed = message();
    changed.getFieldBuilder(2).setTypeName(".t.Other");

    assertThat(BreakingChanges.between(BEFORE, files(changed, colour(), service())))
        .singleElement()
        .asString()
        .contains("TYPE_MESSAGE .t.Other instead of TYPE_MESSAGE .t.Thing.Part");
  }

  @Test
  void aFieldThatLeavesItsOneof() {
    DescriptorProto.Builder changed = message();
    changed.getFieldBuilder(1).clearOneofIndex();

    assertThat(BreakingChanges.between(BEFORE, files(changed, colour(), service())))
        .singleElement()
        .asString()
        .contains("another oneof, (none) instead of choice");
  }

  @Test
  void aFieldThatBecomesExplicitlyOptional() {
    DescriptorProto.Builder changed = message();
    changed.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_name"));
    changed.getFieldBuilder(0).setProto3Optional(true).setOneofIndex(1);

    assertThat(BreakingChanges.between(BEFORE, files(changed, colour(), service())))
        .singleElement()
        .asString()
        .contains("another cardinality, LABEL_EXPLICIT_OPTIONAL");
  }

  @Test
  void messagesThatAreGone() {
    FileDescriptorSet.Builder without = files(message(), colour(), service()).toBuilder();
    without.getFileBuilder(0).clearMessageType();

    assertThat(BreakingChanges.between(BEFORE, without.build()))
        .satisfiesExactly(
            outer -> assertThat(outer).startsWith("message t.Thing is gone"),
            nested -> assertThat(nested).startsWith("message t.Thing.Part is gone"));
  }

  @Test
  void enumValuesThatAreGoneOrRenamed() {
    EnumDescriptorProto.Builder changed =
        EnumDescriptorProto.newBuilder()
            .setName("Colour")
            .addValue(value("COLOUR_UNSPECIFIED", 0))
            .addValue(value("COLOUR_CRIMSON", 1));

    assertThat(BreakingChanges.between(BEFORE, files(message(), changed, service())))
        .singleElement()
        .asString()
        .contains("enum value t.Colour.COLOUR_RED = 1 has another name, COLOUR_CRIMSON");
    assertThat(
            BreakingChanges.between(BEFORE, files(message(), colour().removeValue(1), service())))
        .singleElement()
        .asString()
        .startsWith("enum value t.Colour.COLOUR_RED = 1 is gone");
    EnumDescriptorProto.Builder reserved =
        colour()
            .removeValue(1)
            .addReservedName("COLOUR_RED")
            .addReservedRange(EnumReservedRange.newBuilder().setStart(1).setEnd(1));
    assertThat(BreakingChanges.between(BEFORE, files(message(), reserved, service()))).isEmpty();
  }

  @Test
  void methodsThatAreGoneOrChanged() {
    assertThat(BreakingChanges.between(BEFORE, files(message(), colour(), service().clearMethod())))
        .containsExactly("method t.Things.Get is gone: keep it; deprecate it if nobody needs it");
    ServiceDescriptorProto.Builder streaming = service().clearMethod();
    streaming.addMethod(method("Get", true));
    assertThat(BreakingChanges.between(BEFORE, files(message(), colour(), streaming)))
        .singleElement()
        .asString()
        .contains("another streaming, single to stream instead of single to single");
  }

  @Test
  void enumsAndServicesThatAreGone() {
    FileDescriptorSet.Builder without = files(message(), colour(), service()).toBuilder();
    without.getFileBuilder(0).clearEnumType().clearService();

    assertThat(BreakingChanges.between(BEFORE, without.build()))
        .satisfiesExactly(
            type -> assertThat(type).startsWith("enum t.Colour is gone"),
            service -> assertThat(service).startsWith("service t.Things is gone"));
  }

  // ---- a small schema

  private static FileDescriptorSet files(
      DescriptorProto.Builder message,
      EnumDescriptorProto.Builder type,
      ServiceDescriptorProto.Builder service) {
    return FileDescriptorSet.newBuilder()
        .addFile(
            FileDescriptorProto.newBuilder()
                .setName("t.proto")
                .setPackage("t")
                .addMessageType(message)
                .addEnumType(type)
                .addService(service))
        .build();
  }

  private static DescriptorProto.Builder message() {
    return DescriptorProto.newBuilder()
        .setName("Thing")
        .addField(
            field(
                "name",
                1,
                FieldDescriptorProto.Type.TYPE_STRING,
                FieldDescriptorProto.Label.LABEL_OPTIONAL))
        .addField(
            field(
                    "count",
                    2,
                    FieldDescriptorProto.Type.TYPE_UINT32,
                    FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .setOneofIndex(0))
        .addField(
            field(
                    "part",
                    3,
                    FieldDescriptorProto.Type.TYPE_MESSAGE,
                    FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .setTypeName(".t.Thing.Part"))
        .addNestedType(DescriptorProto.newBuilder().setName("Part"))
        .addOneofDecl(OneofDescriptorProto.newBuilder().setName("choice"));
  }

  private static FieldDescriptorProto.Builder field(
      String name, int number, FieldDescriptorProto.Type type, FieldDescriptorProto.Label label) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(label);
  }

  private static EnumDescriptorProto.Builder colour() {
    return EnumDescriptorProto.newBuilder()
        .setName("Colour")
        .addValue(value("COLOUR_UNSPECIFIED", 0))
        .addValue(value("COLOUR_RED", 1));
  }

  private static EnumValueDescriptorProto value(String name, int number) {
    return EnumValueDescriptorProto.newBuilder().setName(name).setNumber(number).build();
  }

  private static ServiceDescriptorProto.Builder service() {
    return ServiceDescriptorProto.newBuilder().setName("Things").addMethod(method("Get", false));
  }

  private static MethodDescriptorProto method(String name, boolean streaming) {
    return MethodDescriptorProto.newBuilder()
        .setName(name)
        .setInputType(".t.Thing")
        .setOutputType(".t.Thing")
        .setServerStreaming(streaming)
        .build();
  }
}
