package dev.devtail.terminal.domain;

import static dev.devtail.terminal.domain.TerminalFixture.RING_BYTES;
import static dev.devtail.terminal.domain.TerminalFixture.WINDOW;
import static dev.devtail.terminal.domain.TerminalFixture.at;
import static dev.devtail.terminal.domain.TerminalFixture.pattern;
import static dev.devtail.terminal.domain.TerminalFixture.viewer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.terminal.testing.FakePty;
import dev.devtail.terminal.testing.RecordingSink;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TerminalPacingTest {

  private static final int FLOOD = 10 * RING_BYTES;

  private final TerminalFixture fixture = new TerminalFixture();
  private final Terminal terminal = fixture.terminal;
  private final FakePty pty = fixture.pty;

  @Test
  void outputIsHeldForTheFirstViewer() {
    pty.print(pattern(0, FLOOD));
    assertThat(pty.read).isBetween((long) RING_BYTES - Pty.MAX_READ_BYTES, (long) RING_BYTES);
    fixture.loop.advance(Duration.ofMillis(14_999));
    assertThat(pty.reading).isFalse();
    RecordingSink sink = fixture.attachFromStart(1);
    assertThat(sink.attachment().resumed()).isTrue();
    readAll(1, sink);
    assertThat(sink.output.toByteArray()).isEqualTo(pattern(0, FLOOD));
  }

  private void readAll(int number, RecordingSink sink) {
    for (long before = -1; before != sink.end(); ) {
      before = sink.end();
      fixture.ack(number, sink, sink.end());
      terminal.onCredit(viewer(number), sink, sink.end() + WINDOW);
      fixture.loop.run();
    }
  }

  /** Others need the memory: what a viewer lacks is kept all the same, and no more is read. */
  @Test
  void aSmallerShareLosesNothing() {
    pty.print(pattern(0, FLOOD));
    terminal.keepOutput(OutputRing.CHUNK_BYTES);
    RecordingSink sink = fixture.attachFromStart(1);
    assertThat(sink.attachment().resumed()).isTrue();
    fixture.loop.run();
    terminal.keepOutput(OutputRing.CHUNK_BYTES);
    readAll(1, sink);
    assertThat(sink.output.toByteArray()).isEqualTo(pattern(0, FLOOD));
    terminal.keepOutput(OutputRing.CHUNK_BYTES);

    terminal.onDetach(viewer(1), sink);
    assertThat(fixture.attach(2, 1, at(FLOOD - OutputRing.CHUNK_BYTES), WINDOW).attachment())
        .matches(attachment -> attachment.resumed());
    assertThat(fixture.attach(3, 1, at(FLOOD - 3L * OutputRing.CHUNK_BYTES), WINDOW).attachment())
        .matches(attachment -> !attachment.resumed());
  }

  @Test
  void noFirstViewerIsWaitedForForEver() {
    pty.print(pattern(0, FLOOD));
    fixture.loop.advance(Duration.ofSeconds(15));
    assertThat(pty.unread()).isZero();
  }

  @Test
  void aViewerThatDoesNotAcknowledgeStopsTheProgram() {
    RecordingSink sink = fixture.attachFromStart(1);
    pty.print(pattern(0, FLOOD));
    assertThat(pty.reading).isFalse();
    assertThat(pty.read).isLessThanOrEqualTo(RING_BYTES);
    fixture.loop.advance(Duration.ofHours(1));
    assertThat(pty.reading).isFalse();
    assertThat(pty.read).isLessThanOrEqualTo(RING_BYTES);
    readAll(1, sink);
    assertThat(sink.output.toByteArray()).isEqualTo(pattern(0, FLOOD));
  }

  @Test
  void aViewerWithoutCreditStopsTheProgramAfterTheReadAhead() {
    RecordingSink sink = fixture.attach(1, 1, at(0), 4096);
    pty.print(pattern(0, FLOOD));
    assertThat(sink.end()).isEqualTo(4096);
    assertThat(pty.reading).isFalse();
    assertThat(pty.read).isLessThanOrEqualTo(4096 + TerminalLimits.READ_AHEAD_BYTES);
    readAll(1, sink);
    assertThat(sink.output.toByteArray()).isEqualTo(pattern(0, FLOOD));
  }

  @Test
  void aSinkThatIsNotReadyGetsNothingUntilItIs() {
    RecordingSink sink = fixture.attachFromStart(1);
    sink.ready = false;
    pty.print(pattern(0, 10_000));
    assertThat(sink.output.size()).isZero();
    sink.ready = true;
    terminal.onSinkReady(viewer(1), sink);
    assertThat(sink.output.toByteArray()).isEqualTo(pattern(0, 10_000));
  }

  @Test
  void noFrameIsLargerThanItsBound() {
    RecordingSink sink = fixture.attachFromStart(1);
    sink.ready = false;
    pty.print(pattern(0, 50_000));
    sink.ready = true;
    terminal.onSinkReady(viewer(1), sink);
    for (int i = 1; i < sink.dataOffsets.size(); i++) {
      assertThat(sink.dataOffsets.get(i) - sink.dataOffsets.get(i - 1))
          .isLessThanOrEqualTo(TerminalLimits.MAX_DATA_BYTES);
    }
  }

  @Test
  void aCutHoldsTheProgramAndThenLetsItGo() {
    RecordingSink sink = fixture.attachFromStart(1);
    terminal.onCut(viewer(1), sink);
    pty.print(pattern(0, FLOOD));
    assertThat(pty.reading).isFalse();
    fixture.loop.advance(Duration.ofSeconds(14));
    assertThat(pty.reading).isFalse();
    fixture.loop.advance(Duration.ofSeconds(1));
    assertThat(pty.reading).isTrue();
    assertThat(pty.unread()).isZero();
    RecordingSink late = fixture.attach(1, 2, at(0), WINDOW);
    assertThat(late.attachment().resumed()).isFalse();
    assertThat(late.attachment().outputOffset()).isEqualTo(FLOOD);
  }

  @Test
  void whoComesBackInTimeMissesNothing() {
    RecordingSink sink = fixture.attachFromStart(1);
    pty.print(pattern(0, 1_000));
    fixture.ack(1, sink, 700);
    terminal.onCut(viewer(1), sink);
    pty.print(pattern(1_000, FLOOD));
    fixture.loop.advance(Duration.ofSeconds(14));
    RecordingSink back = fixture.attach(1, 2, at(700), WINDOW);
    assertThat(back.attachment().resumed()).isTrue();
    readAll(1, back);
    assertThat(back.output.toByteArray()).isEqualTo(pattern(700, FLOOD + 300));
  }

  @Test
  void nobodyIsWaitedForAfterAGoodbye() {
    RecordingSink sink = fixture.attachFromStart(1);
    terminal.onDetach(viewer(1), sink);
    pty.print(pattern(0, FLOOD));
    assertThat(pty.unread()).isZero();
  }

  @Test
  void theSlowGetTheScreenAndNeverStopTheFast() {
    RecordingSink slow = fixture.attach(1, 1, at(0), 4096);
    RecordingSink fast = fixture.attachFromStart(2);
    byte[] all = pattern(0, FLOOD);
    for (int from = 0; from < FLOOD; from += 4096) {
      pty.print(pattern(from, 4096));
      fixture.ack(2, fast, fast.end());
      fixture.loop.run();
      assertThat(pty.reading).isTrue();
    }
    assertThat(fast.output.toByteArray()).isEqualTo(all);
    assertThat(slow.screenOffsets).isNotEmpty();
    assertThat(slow.log.get(1)).isEqualTo("data");
  }

  @Test
  void aSinkThatIsNotReadyIsGivenOneScreenWhenItIs() {
    RecordingSink slow = fixture.attachFromStart(1);
    RecordingSink fast = fixture.attachFromStart(2);
    slow.ready = false;
    for (int from = 0; from < FLOOD; from += 4096) {
      pty.print(pattern(from, 4096));
      fixture.ack(2, fast, fast.end());
      fixture.loop.run();
    }
    assertThat(slow.log).containsExactly("opened");
    slow.ready = true;
    terminal.onSinkReady(viewer(1), slow);
    assertThat(slow.screenOffsets).containsOnly((long) FLOOD);
    pty.print(pattern(FLOOD, 10));
    assertThat(slow.dataOffsets).containsExactly((long) FLOOD);
  }

  /** It had used its whole window and said nothing of it: behind the screen it has a new one. */
  @Test
  void behindAScreenAViewerIsSentWhatItsWindowHolds() {
    RecordingSink slow = fixture.attach(1, 1, at(0), 4096);
    pty.print(pattern(0, 4096));
    fixture.ack(1, slow, 4096);
    RecordingSink fast = fixture.attachFromStart(2);
    for (int from = 4096; from < FLOOD; from += 4096) {
      pty.print(pattern(from, 4096));
      fixture.ack(2, fast, fast.end());
      fixture.loop.run();
    }
    long screen = slow.screenOffsets.getLast();
    assertThat(slow.dataOffsets.getLast()).isGreaterThanOrEqualTo(screen);
  }

  @Test
  void theProgramGoesOnWhenTheOnlySlowOneLeaves() {
    RecordingSink slow = fixture.attach(1, 1, at(0), 4096);
    pty.print(pattern(0, FLOOD));
    assertThat(pty.reading).isFalse();
    terminal.onDetach(viewer(1), slow);
    fixture.loop.run();
    assertThat(pty.unread()).isZero();
  }
}
