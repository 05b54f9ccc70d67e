package dev.devtail.terminal.domain;

import static dev.devtail.terminal.domain.TerminalFixture.WINDOW;
import static dev.devtail.terminal.domain.TerminalFixture.assertFault;
import static dev.devtail.terminal.domain.TerminalFixture.at;
import static dev.devtail.terminal.domain.TerminalFixture.bytes;
import static dev.devtail.terminal.domain.TerminalFixture.viewer;
import static dev.devtail.terminal.domain.TerminalLimits.INPUT_WINDOW_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.FaultCode;
import dev.devtail.terminal.testing.RecordingSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TerminalInputTest {

  private final TerminalFixture fixture = new TerminalFixture();
  private final Terminal terminal = fixture.terminal;
  private final RecordingSink sink = fixture.attachFromStart(1);

  private String input() {
    return fixture.pty.input.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aRepetitionIsDropped() {
    fixture.type(1, sink, 0, bytes("abc"));
    fixture.type(1, sink, 0, bytes("abc"));
    assertThat(input()).isEqualTo("abc");
  }

  @Test
  void ofAnOverlapOnlyWhatIsNewIsTaken() {
    fixture.type(1, sink, 0, bytes("abc"));
    fixture.type(1, sink, 1, bytes("bcde"));
    assertThat(input()).isEqualTo("abcde");
  }

  @Test
  void aGapOrMoreThanGrantedIsRefused() {
    assertFault(FaultCode.OFFSET_OUT_OF_RANGE, () -> fixture.type(1, sink, 1, bytes("b")));
    assertFault(
        FaultCode.OFFSET_OUT_OF_RANGE,
        () -> fixture.type(1, sink, 0, new byte[INPUT_WINDOW_BYTES + 1]));
    assertThat(fixture.pty.input.size()).isZero();
  }

  @Test
  void anAckComesWithTheEcho() {
    fixture.type(1, sink, 0, bytes("abc"));
    fixture.pty.print(bytes("abc"));
    assertThat(sink.dataAcks).containsExactly(3L);
    fixture.loop.advance(Duration.ofSeconds(1));
    assertThat(sink.acks).isEmpty();
  }

  @Test
  void withoutOutputAnAckComesAfterAWhile() {
    fixture.type(1, sink, 0, bytes("a"));
    fixture.type(1, sink, 1, bytes("b"));
    fixture.loop.advance(Duration.ofMillis(49));
    assertThat(sink.acks).isEmpty();
    fixture.loop.advance(Duration.ofMillis(1));
    assertThat(sink.acks).containsExactly(2L);
    fixture.loop.advance(Duration.ofSeconds(1));
    assertThat(sink.acks).containsExactly(2L);
    fixture.type(1, sink, 2, bytes("c"));
    fixture.loop.advance(Duration.ofMillis(50));
    assertThat(sink.acks).containsExactly(2L, 3L);
  }

  @Test
  void aViewerThatIsAwayIsAckedWhenItComesBack() {
    fixture.type(1, sink, 0, bytes("abc"));
    terminal.onCut(viewer(1), sink);
    fixture.loop.advance(Duration.ofSeconds(1));
    assertThat(sink.acks).isEmpty();
    RecordingSink again = fixture.attach(1, 2, at(0), WINDOW);
    assertThat(again.attachment().inputOffset()).isEqualTo(3);
    fixture.type(1, again, 0, bytes("abcd"));
    assertThat(input()).isEqualTo("abcd");
  }

  @Test
  void creditComesAsTheProgramReads() {
    fixture.type(1, sink, 0, new byte[INPUT_WINDOW_BYTES / 2]);
    assertThat(sink.credits).containsExactly(INPUT_WINDOW_BYTES * 3L / 2);
  }

  @Test
  void aProgramThatDoesNotReadStopsTheCredit() {
    fixture.pty.accept(0);
    fixture.type(1, sink, 0, new byte[INPUT_WINDOW_BYTES]);
    assertThat(sink.credits).isEmpty();
    assertFault(
        FaultCode.OFFSET_OUT_OF_RANGE,
        () -> fixture.type(1, sink, INPUT_WINDOW_BYTES, new byte[1]));
    fixture.pty.accept(INPUT_WINDOW_BYTES / 4);
    assertThat(sink.credits).isEmpty();
    fixture.pty.accept(Integer.MAX_VALUE);
    assertThat(sink.credits).containsExactly(2L * INPUT_WINDOW_BYTES);
    assertThat(fixture.pty.input.size()).isEqualTo(INPUT_WINDOW_BYTES);
  }

  @Test
  void inputKeepsItsOrderBehindWhatWaits() {
    fixture.pty.accept(2);
    fixture.type(1, sink, 0, bytes("abcd"));
    fixture.type(1, sink, 4, bytes("ef"));
    assertThat(input()).isEqualTo("ab");
    fixture.pty.accept(Integer.MAX_VALUE);
    assertThat(input()).isEqualTo("abcdef");
  }

  /** Else it could never say anything again: it may not send, so nothing would grant it more. */
  @Test
  void whatTheProgramReadMeanwhileIsGrantedToWhoComesBack() {
    fixture.pty.accept(0);
    fixture.type(1, sink, 0, new byte[INPUT_WINDOW_BYTES]);
    terminal.onCut(viewer(1), sink);
    fixture.pty.accept(Integer.MAX_VALUE);
    RecordingSink again = fixture.attach(1, 2, at(0), WINDOW);
    assertThat(again.attachment().inputOffset()).isEqualTo(INPUT_WINDOW_BYTES);
    assertThat(again.attachment().inputLimit()).isEqualTo(2L * INPUT_WINDOW_BYTES);
  }

  @Test
  void viewersTypeEachWithOffsetsOfTheirOwn() {
    RecordingSink other = fixture.attachFromStart(2);
    fixture.type(1, sink, 0, bytes("a"));
    fixture.type(2, other, 0, bytes("x"));
    fixture.type(1, sink, 1, bytes("b"));
    assertThat(input()).isEqualTo("axb");
    fixture.loop.advance(Duration.ofMillis(50));
    assertThat(sink.acks).containsExactly(2L);
    assertThat(other.acks).containsExactly(1L);
  }

  @Test
  void anAckRidesOnInput() {
    fixture.pty.print(bytes("12345"));
    terminal.onInput(viewer(1), sink, 0, 5, bytes("a"), 0, 1);
    assertFault(
        FaultCode.OFFSET_OUT_OF_RANGE,
        () -> terminal.onInput(viewer(1), sink, 1, 6, bytes("b"), 0, 1));
  }

  @Test
  void aLieAboutAcksIsRefused() {
    fixture.pty.print(bytes("12345"));
    assertFault(FaultCode.OFFSET_OUT_OF_RANGE, () -> fixture.ack(1, sink, 6));
    assertFault(FaultCode.OFFSET_OUT_OF_RANGE, () -> fixture.ack(1, sink, -1));
    fixture.ack(1, sink, 5);
    fixture.ack(1, sink, 2);
  }

  @Test
  void inputForAnEndedProgramIsTakenAndDropped() {
    fixture.pty.exit(Exit.ofCode(0));
    fixture.pty.drain();
    fixture.type(1, sink, 0, bytes("abc"));
    assertThat(fixture.pty.input.size()).isZero();
    fixture.loop.advance(Duration.ofMillis(50));
    assertThat(sink.acks).containsExactly(3L);
  }
}
