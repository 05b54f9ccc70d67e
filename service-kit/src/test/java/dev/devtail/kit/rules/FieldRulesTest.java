package dev.devtail.kit.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.protocol.service.v1.Metric;
import dev.devtail.protocol.service.v1.RunCommandRequest;
import dev.devtail.protocol.service.v1.TerminalEntry;
import dev.devtail.protocol.v1.AttachTerminal;
import dev.devtail.protocol.v1.CreateSession;
import dev.devtail.protocol.v1.Data;
import dev.devtail.protocol.v1.Event;
import dev.devtail.protocol.v1.EventList;
import dev.devtail.protocol.v1.EventType;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.GetSession;
import dev.devtail.protocol.v1.ListEvents;
import dev.devtail.protocol.v1.Open;
import dev.devtail.protocol.v1.Ping;
import dev.devtail.protocol.v1.Resume;
import dev.devtail.protocol.v1.Signal;
import dev.devtail.protocol.v1.SignalTerminal;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.StartTerminal;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalSpec;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldRulesTest {

  private static final Size SIZE = Size.newBuilder().setColumns(80).setRows(24).build();
  private static final ByteString SIXTEEN = ByteString.copyFrom(new byte[16]);

  private static void assertFine(Message.Builder message) {
    assertThatCode(() -> FieldRules.check(message.build())).doesNotThrowAnyException();
  }

  private static Fault broken(Message.Builder message) {
    Fault fault = catchThrowableOfType(Fault.class, () -> FieldRules.check(message.build()));
    assertThat(fault).as("a fault").isNotNull();
    assertThat(fault.code()).isEqualTo(FaultCode.INVALID_ARGUMENT);
    assertThat(fault.message()).startsWith(fault.field() + ": ").contains("(expected: ");
    return fault;
  }

  private static Event.Builder event() {
    return Event.newBuilder()
        .setId("0".repeat(36))
        .setSessionId("s")
        .setType(EventType.EVENT_TYPE_SESSION_CREATED)
        .setTime(Timestamp.newBuilder().setSeconds(1));
  }

  private static AttachTerminal.Builder attach() {
    return AttachTerminal.newBuilder()
        .setTerminalId("t")
        .setViewerId(SIXTEEN)
        .setEpoch(1)
        .setSize(SIZE)
        .setWindowBytes(4096);
  }

  private static StartTerminal.Builder start() {
    return StartTerminal.newBuilder()
        .setSpec(TerminalSpec.newBuilder().setSize(SIZE))
        .setRequestKey(SIXTEEN);
  }

  @Test
  void answersTheMessageItself() {
    GetSession message = GetSession.newBuilder().setSessionId("s").build();
    assertThat(FieldRules.check(message)).isSameAs(message);
  }

  @Test
  void aRequiredFieldIsThere() {
    assertThat(broken(GetSession.newBuilder()).field()).isEqualTo("session_id");
    assertThat(broken(attach().clearSize()).field()).isEqualTo("size");
    assertThat(broken(event().clearType()).field()).isEqualTo("type");
    assertThat(broken(attach().clearViewerId()).field()).isEqualTo("viewer_id");
    assertThat(
            broken(
                    SignalTerminal.newBuilder()
                        .setTerminalId("t")
                        .setSignal(Signal.SIGNAL_UNSPECIFIED))
                .field())
        .isEqualTo("signal");
  }

  @Test
  void anEmptyMessageThatIsPresentIsThere() {
    assertFine(event().setTime(Timestamp.getDefaultInstance()));
  }

  @Test
  void textHasItsLengthInBytes() {
    assertFine(CreateSession.newBuilder().setName("n".repeat(200)));
    assertThat(broken(CreateSession.newBuilder().setName("n".repeat(201))).message())
        .isEqualTo("name: 201 bytes (expected: <= 200)");
    assertFine(CreateSession.newBuilder().setName("ü".repeat(100)));
    assertThat(broken(CreateSession.newBuilder().setName("ü".repeat(101))).field())
        .isEqualTo("name");
    assertThat(broken(event().setId("0".repeat(35))).message())
        .isEqualTo("id: 35 bytes (expected: >= 36)");
  }

  @Test
  void bytesHaveTheirLength() {
    assertFine(attach());
    assertThat(broken(attach().setViewerId(SIXTEEN.substring(1))).field()).isEqualTo("viewer_id");
    assertThat(broken(attach().setViewerId(SIXTEEN.concat(SIXTEEN))).field())
        .isEqualTo("viewer_id");
  }

  @Test
  void whatIsNotSetIsExemptUnlessRequired() {
    assertFine(CreateSession.newBuilder());
    assertFine(start().clearSessionId());
    assertFine(ListEvents.newBuilder().setSessionId("s"));
  }

  @Test
  void textHasNoNul() {
    assertThat(broken(CreateSession.newBuilder().setName("a\0b")).field()).isEqualTo("name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a/b", "../x", "ä", "a\n", "a'"})
  void textMatchesItsPatternWhole(String id) {
    assertThat(broken(GetSession.newBuilder().setSessionId(id)).message())
        .contains("matches [0-9A-Za-z_-]+");
  }

  @Test
  void aLongValueIsShortenedInTheMessage() {
    assertThat(broken(GetSession.newBuilder().setSessionId("!".repeat(64))).message())
        .contains("!".repeat(40) + "...")
        .doesNotContain("!".repeat(41));
  }

  @Test
  void numbersKeepTheirBounds() {
    assertFine(attach().setWindowBytes(16_777_216));
    assertThat(broken(attach().setWindowBytes(16_777_217)).message())
        .isEqualTo("window_bytes: 16777217 (expected: <= 16777216)");
    assertThat(broken(attach().setWindowBytes(4095)).message())
        .isEqualTo("window_bytes: 4095 (expected: >= 4096)");
    Frame.Builder ping = Frame.newBuilder().setPing(Ping.getDefaultInstance());
    assertFine(ping.setChannel(Integer.MAX_VALUE));
    assertThat(
            broken(
                    Frame.newBuilder()
                        .setChannel(Integer.MIN_VALUE)
                        .setPing(Ping.getDefaultInstance()))
                .field())
        .isEqualTo("channel");
  }

  @Test
  void aMinimumHoldsForANumberThatIsNotSet() {
    assertThat(broken(attach().clearEpoch()).message()).isEqualTo("epoch: 0 (expected: >= 1)");
    assertThat(broken(attach().setSize(SIZE.toBuilder().clearRows())).field())
        .isEqualTo("size.rows");
  }

  @Test
  void numbersAreUnsigned() {
    assertFine(attach().setEpoch(-1));
    assertThat(broken(attach().setWindowBytes(-1)).message())
        .isEqualTo("window_bytes: 18446744073709551615 (expected: <= 16777216)");
    assertThat(
            broken(Frame.newBuilder().setChannel(-1).setPing(Ping.getDefaultInstance())).message())
        .contains("4294967295");
  }

  @Test
  void listsAreBoundedAndSoIsEachOfTheirItems() {
    TerminalSpec.Builder spec = TerminalSpec.newBuilder().setSize(SIZE);
    assertFine(start().setSpec(spec.clone().addAllCommand(Collections.nCopies(256, "x"))));
    assertThat(
            broken(start().setSpec(spec.clone().addAllCommand(Collections.nCopies(257, "x"))))
                .message())
        .isEqualTo("spec.command: 257 items (expected: <= 256)");
    assertThat(broken(start().setSpec(spec.clone().addCommand("vi").addCommand("a\0b"))).field())
        .isEqualTo("spec.command[1]");
    assertThat(broken(start().setSpec(spec.clone().addCommand("x".repeat(32_769)))).field())
        .isEqualTo("spec.command[0]");
  }

  @Test
  void mapsAreBoundedAndSoAreTheirKeysAndValues() {
    TerminalSpec.Builder spec = TerminalSpec.newBuilder().setSize(SIZE);
    TerminalSpec.Builder many = spec.clone();
    for (int n = 0; n < 129; n++) {
      many.putEnvironment("KEY" + n, "value");
    }
    assertThat(broken(start().setSpec(many)).field()).isEqualTo("spec.environment");
    assertThat(broken(start().setSpec(spec.clone().putEnvironment("KEY", "a\0b"))).field())
        .isEqualTo("spec.environment[0].value");
    assertThat(broken(start().setSpec(spec.clone().putEnvironment("K\0Y", ""))).field())
        .isEqualTo("spec.environment[0].key");
    assertFine(start().setSpec(spec.clone().putEnvironment("KEY", "")));
  }

  @Test
  void messagesInMessagesAreCheckedAndNamedByTheirPath() {
    assertThat(
            broken(EventList.newBuilder().addEvents(event()).addEvents(event().clearSessionId()))
                .field())
        .isEqualTo("events[1].session_id");
    assertThat(
            broken(
                    TerminalEntry.newBuilder()
                        .setTerminal(Terminal.newBuilder().setSize(SIZE.toBuilder().setColumns(0)))
                        .setUser("ada")
                        .setAddress("a")
                        .setEpoch(1))
                .field())
        .isEqualTo("terminal.size.columns");
    assertFine(attach().setResume(Resume.getDefaultInstance()));
  }

  @Test
  void anAlternativeIsChosen() {
    assertThat(broken(Frame.newBuilder()).message())
        .isEqualTo("kind: none (expected: one of its kinds)");
    assertThat(broken(Frame.newBuilder().setOpen(Open.getDefaultInstance())).field())
        .isEqualTo("open.target");
    assertThat(
            broken(
                    Frame.newBuilder()
                        .setChannel(1)
                        .setOpen(Open.newBuilder().setTerminal(attach().clearTerminalId())))
                .field())
        .isEqualTo("open.terminal.terminal_id");
    assertFine(
        Frame.newBuilder().setData(Data.newBuilder().setPayload(ByteString.copyFrom(new byte[9]))));
  }

  @Test
  void jsonInsideIsCheckedToo() {
    assertThat(
            broken(
                    event()
                        .setData(Struct.newBuilder().putFields("key", Value.getDefaultInstance())))
                .field())
        .isEqualTo("data.fields[0].value.kind");
    assertFine(
        event()
            .setData(
                Struct.newBuilder()
                    .putFields("key", Value.newBuilder().setBoolValue(false).build())));
  }

  @Test
  void floatingPointNumbersAreFree() {
    Metric.Builder metric =
        Metric.newBuilder()
            .setSessionId("s")
            .setName("bytes_sent")
            .setValue(-1.5)
            .setTime(Timestamp.getDefaultInstance());
    assertFine(metric);
    assertThat(broken(metric.setName("Bytes")).field()).isEqualTo("name");
  }

  @Test
  void aListThatIsRequiredHasSomethingInIt() {
    RunCommandRequest.Builder run = RunCommandRequest.newBuilder();
    assertThat(broken(run).field()).isEqualTo("command");
    assertFine(run.addCommand("true"));
  }
}
