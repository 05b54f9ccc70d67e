package dev.devtail.terminal.domain;

import static dev.devtail.terminal.domain.TerminalFixture.INCARNATION;
import static dev.devtail.terminal.domain.TerminalFixture.WINDOW;
import static dev.devtail.terminal.domain.TerminalFixture.assertFault;
import static dev.devtail.terminal.domain.TerminalFixture.at;
import static dev.devtail.terminal.domain.TerminalFixture.bytes;
import static dev.devtail.terminal.domain.TerminalFixture.pattern;
import static dev.devtail.terminal.domain.TerminalFixture.viewer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.terminal.domain.AttachRequest.ResumePoint;
import dev.devtail.terminal.testing.RecordingSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TerminalAttachTest {

  private final TerminalFixture fixture = new TerminalFixture();
  private final Terminal terminal = fixture.terminal;

  /** Prints a whole ring and more, so that its start has moved. */
  private byte[] overflow() {
    RecordingSink reader = fixture.attachFromStart(99);
    byte[] all = pattern(0, 3 * TerminalFixture.RING_BYTES);
    for (int from = 0; from < all.length; from += Pty.MAX_READ_BYTES) {
      fixture.pty.print(Arrays.copyOfRange(all, from, from + Pty.MAX_READ_BYTES));
      fixture.ack(99, reader, reader.end());
    }
    terminal.onDetach(viewer(99), reader);
    return all;
  }

  /** Where the ring begins, found out from outside. */
  private long ringStart(int length) {
    long chunk = OutputRing.CHUNK_BYTES;
    return (length - 1) / chunk * chunk - TerminalFixture.RING_BYTES;
  }

  @Test
  void aNewcomerGetsTheScreenAndThenWhatFollows() {
    fixture.pty.print(bytes("hello"));
    RecordingSink sink = fixture.attach(1, 1, null, WINDOW);
    assertThat(sink.log).containsExactly("opened", "screen.");
    assertThat(sink.attachment().resumed()).isFalse();
    assertThat(sink.attachment().outputOffset()).isEqualTo(5);
    assertThat(sink.attachment().inputOffset()).isZero();
    assertThat(sink.attachment().inputLimit()).isEqualTo(TerminalLimits.INPUT_WINDOW_BYTES);
    assertThat(sink.screenOffsets).containsExactly(5L);
    assertThat(sink.screen.toString(StandardCharsets.UTF_8)).contains("hello");
    fixture.pty.print(bytes(" world"));
    assertThat(sink.dataOffsets).containsExactly(5L);
    assertThat(sink.output.toString(StandardCharsets.UTF_8)).isEqualTo(" world");
  }

  @Test
  void whoStartedItGetsEveryByteFromTheFirst() {
    fixture.pty.print(bytes("hello"));
    RecordingSink sink = fixture.attachFromStart(1);
    assertThat(sink.log).containsExactly("opened", "data");
    assertThat(sink.attachment().resumed()).isTrue();
    assertThat(sink.output.toString(StandardCharsets.UTF_8)).isEqualTo("hello");
  }

  @Test
  void goesOnFromTheOldestByteThatIsKept() {
    byte[] all = overflow();
    long start = ringStart(all.length);
    RecordingSink sink = fixture.attach(1, 1, at(start), WINDOW);
    assertThat(sink.attachment().resumed()).isTrue();
    assertThat(sink.attachment().outputOffset()).isEqualTo(start);
    assertThat(sink.output.toByteArray())
        .isEqualTo(Arrays.copyOfRange(all, (int) start, all.length));
  }

  @Test
  void oneByteBeforeThatNeedsTheScreen() {
    byte[] all = overflow();
    RecordingSink sink = fixture.attach(1, 1, at(ringStart(all.length) - 1), WINDOW);
    assertThat(sink.attachment().resumed()).isFalse();
    assertThat(sink.attachment().outputOffset()).isEqualTo(all.length);
    assertThat(sink.screenOffsets).containsOnly((long) all.length);
    assertThat(sink.screenIsWhole).isTrue();
  }

  @Test
  void goesOnFromTheEndWithNothing() {
    byte[] all = overflow();
    RecordingSink sink = fixture.attach(1, 1, at(all.length), WINDOW);
    assertThat(sink.log).containsExactly("opened");
    assertThat(sink.attachment().resumed()).isTrue();
  }

  @Test
  void whatWasNeverSentCannotBeResumed() {
    byte[] all = overflow();
    assertFault(
        FaultCode.OFFSET_OUT_OF_RANGE, () -> fixture.attach(1, 1, at(all.length + 1), WINDOW));
    assertFault(FaultCode.OFFSET_OUT_OF_RANGE, () -> fixture.attach(1, 1, at(-1), WINDOW));
    assertThat(terminal.info().viewers()).isZero();
  }

  @Test
  void aRefusedAttachLeavesTheViewerWhereItWas() {
    RecordingSink sink = fixture.attachFromStart(1);
    assertFault(FaultCode.OFFSET_OUT_OF_RANGE, () -> fixture.attach(1, 2, at(1), WINDOW));
    fixture.pty.print(bytes("x"));
    assertThat(sink.output.size()).isEqualTo(1);
  }

  @Test
  void offsetsOfAnotherLifeMeanNothing() {
    fixture.pty.print(bytes("hello"));
    RecordingSink sink = fixture.attach(1, 1, new ResumePoint(INCARNATION + 1, 1_000), WINDOW);
    assertThat(sink.attachment().resumed()).isFalse();
    assertThat(sink.log).containsExactly("opened", "screen.");
  }

  @Test
  void theHighestEpochWins() {
    RecordingSink first = fixture.attach(1, 5, at(0), WINDOW);
    assertFault(FaultCode.STALE_EPOCH, () -> fixture.attach(1, 5, at(0), WINDOW));
    assertFault(FaultCode.STALE_EPOCH, () -> fixture.attach(1, 4, at(0), WINDOW));
    assertThat(first.closed).isFalse();
    RecordingSink second = fixture.attach(1, 6, at(0), WINDOW);
    assertThat(first.closed).isTrue();
    assertThat(first.faultCode()).isEqualTo(FaultCode.STALE_EPOCH);
    assertThat(second.closed).isFalse();
    assertThat(terminal.info().viewers()).isEqualTo(1);
  }

  @Test
  void aStaleEpochIsRememberedWhileTheViewerIsAway() {
    RecordingSink sink = fixture.attach(1, 5, at(0), WINDOW);
    terminal.onCut(viewer(1), sink);
    assertFault(FaultCode.STALE_EPOCH, () -> fixture.attach(1, 5, at(0), WINDOW));
  }

  @Test
  void nothingThatAnOldSinkSaysHasAnEffect() {
    RecordingSink old = fixture.attachFromStart(1);
    RecordingSink now = fixture.attach(1, 2, at(0), WINDOW);
    terminal.onCut(viewer(1), old);
    terminal.onDetach(viewer(1), old);
    fixture.type(1, old, 0, bytes("lost"));
    fixture.ack(1, old, 1_000_000);
    terminal.onCredit(viewer(1), old, 5);
    terminal.onSinkReady(viewer(1), old);
    terminal.onResize(viewer(1), old, new WindowSize(10, 10));
    terminal.onSignal(viewer(1), old, TerminalSignal.INT);
    assertThat(fixture.pty.input.size()).isZero();
    assertThat(fixture.pty.sizes).isEmpty();
    assertThat(fixture.pty.signals).isEmpty();
    fixture.pty.print(bytes("x"));
    assertThat(now.output.size()).isEqualTo(1);
    assertThat(old.output.size()).isZero();
    assertThat(terminal.info().viewers()).isEqualTo(1);
  }

  @Test
  void whoeverSaysGoodbyeIsForgotten() {
    RecordingSink sink = fixture.attach(1, 5, at(0), WINDOW);
    fixture.type(1, sink, 0, bytes("abc"));
    terminal.onDetach(viewer(1), sink);
    assertThat(sink.closed).isTrue();
    assertThat(sink.fault).isNull();
    assertThat(terminal.info().viewers()).isZero();
    RecordingSink again = fixture.attach(1, 1, null, WINDOW);
    assertThat(again.attachment().inputOffset()).isZero();
  }

  @Test
  void aNewerSizeIsTakenAndShown() {
    WindowSize size = new WindowSize(100, 40, 900, 700);
    RecordingSink sink = new RecordingSink();
    terminal.attach(
        new AttachRequest(
            viewer(1),
            1,
            ViewerRole.READ_WRITE,
            size,
            null,
            WINDOW,
            TerminalLimits.DEFAULT_SCREEN_BYTES),
        sink);
    assertThat(fixture.pty.sizes).containsExactly(size);
    assertThat(terminal.info().size()).isEqualTo(size);
    terminal.onResize(viewer(1), sink, size);
    assertThat(fixture.pty.sizes).hasSize(1);
    terminal.onResize(viewer(1), sink, TerminalFixture.SIZE);
    assertThat(fixture.pty.sizes).containsExactly(size, TerminalFixture.SIZE);
  }

  @Test
  void aSignalGoesToTheProgram() {
    RecordingSink sink = fixture.attachFromStart(1);
    terminal.onSignal(viewer(1), sink, TerminalSignal.QUIT);
    assertThat(fixture.pty.signals).containsExactly(TerminalSignal.QUIT);
  }

  @Test
  void noMoreThanTheBoundCanBeAttached() {
    RecordingSink first = fixture.attachFromStart(0);
    for (int number = 1; number < TerminalLimits.MAX_VIEWERS; number++) {
      fixture.attachFromStart(number);
    }
    assertFault(FaultCode.RESOURCE_EXHAUSTED, () -> fixture.attachFromStart(1000));
    assertThat(terminal.info().viewers()).isEqualTo(TerminalLimits.MAX_VIEWERS);
    terminal.onCut(viewer(0), first);
    fixture.attachFromStart(1000);
    assertThat(terminal.info().viewers()).isEqualTo(TerminalLimits.MAX_VIEWERS);
    assertFault(FaultCode.RESOURCE_EXHAUSTED, () -> fixture.attach(0, 2, at(0), WINDOW));
  }

  @Test
  void whoLeftFirstIsForgottenFirst() {
    RecordingSink[] sinks = new RecordingSink[TerminalLimits.MAX_VIEWERS];
    for (int number = 0; number < sinks.length; number++) {
      sinks[number] = fixture.attachFromStart(number);
      fixture.type(number, sinks[number], 0, bytes("ab"));
    }
    terminal.onCut(viewer(7), sinks[7]);
    terminal.onCut(viewer(3), sinks[3]);
    fixture.attachFromStart(1000);
    // Viewer 3 is still known, viewer 7 is not.
    terminal.onDetach(viewer(1), sinks[1]);
    assertThat(fixture.attach(3, 2, at(0), WINDOW).attachment().inputOffset()).isEqualTo(2);
    terminal.onDetach(viewer(2), sinks[2]);
    assertThat(fixture.attach(7, 2, at(0), WINDOW).attachment().inputOffset()).isZero();
  }

  @Test
  void aTitleIsKnownToThoseWhoKeepLists() {
    fixture.attachFromStart(1);
    fixture.pty.print(bytes("\033]2;editor\007"));
    assertThat(terminal.info().title()).isEqualTo("editor");
  }

  @Test
  void activityIsKnownWithoutAnyOtherChange() {
    fixture.attachFromStart(1);
    TerminalInfo before = terminal.info();
    assertThat(terminal.info()).isSameAs(before);
    fixture.loop.advance(Duration.ofSeconds(5));
    fixture.pty.print(bytes("x"));
    assertThat(terminal.info().lastActivityAt()).isEqualTo(before.lastActivityAt().plusSeconds(5));
    assertThat(terminal.info().startedAt()).isEqualTo(before.startedAt());
  }

  @Test
  void onlyATerminalThatNobodyUsesIsIdle() {
    Duration hour = Duration.ofHours(1);
    fixture.loop.advance(hour);
    assertThat(terminal.isIdleFor(hour.dividedBy(2))).isTrue();
    assertThat(terminal.isIdleFor(hour.multipliedBy(2))).isFalse();
    fixture.pty.busy = true;
    assertThat(terminal.isIdleFor(hour.dividedBy(2))).isFalse();
    fixture.pty.busy = false;
    RecordingSink sink = fixture.attachFromStart(1);
    assertThat(terminal.isIdleFor(hour.dividedBy(2))).isFalse();
    terminal.onCut(viewer(1), sink);
    assertThat(terminal.isIdleFor(hour.dividedBy(2))).isTrue();
    fixture.pty.exit(Exit.ofCode(0));
    assertThat(terminal.isIdleFor(hour.dividedBy(2))).isFalse();
  }

  @Test
  void whoIsThereIsToldWhenItIsDisposedOf() {
    RecordingSink sink = fixture.attachFromStart(1);
    terminal.dispose(new Fault(FaultCode.ENDED, "gone"));
    assertThat(sink.faultCode()).isEqualTo(FaultCode.ENDED);
    assertThat(fixture.pty.closed).isTrue();
  }

  /** In one JVM a viewer may answer within the very call that gives it output. */
  @Test
  void aViewerMayAcknowledgeWithinTheCall() {
    ViewerSink[] self = new ViewerSink[1];
    RecordingSink record = new RecordingSink();
    self[0] = new EagerSink(record, end -> fixture.ack(1, self[0], end));
    terminal.attach(
        new AttachRequest(
            viewer(1),
            1,
            ViewerRole.READ_WRITE,
            TerminalFixture.SIZE,
            at(0),
            WINDOW,
            TerminalLimits.DEFAULT_SCREEN_BYTES),
        self[0]);
    fixture.pty.print(pattern(0, 200_000));
    assertThat(record.output.toByteArray()).isEqualTo(pattern(0, 200_000));
  }

  private static final String COLOURS = "\033[38;2;1;2;3m.\033[38;2;4;5;6m.".repeat(35);

  /** Makes a screen that is larger than what some viewers hold. */
  private void fillTheScrollback() {
    RecordingSink reader = fixture.attachFromStart(99);
    for (int line = 0; line < 300; line++) {
      fixture.pty.print(bytes("line%d %s\r\n".formatted(line, COLOURS)));
      fixture.ack(99, reader, reader.end());
    }
    terminal.onDetach(viewer(99), reader);
  }

  private RecordingSink attachHolding(int number, int screenBytes) {
    RecordingSink sink = new RecordingSink();
    terminal.attach(
        new AttachRequest(
            viewer(number),
            1,
            ViewerRole.READ_WRITE,
            TerminalFixture.SIZE,
            null,
            4096,
            screenBytes),
        sink);
    return sink;
  }

  @Test
  void aViewerIsGivenNoMoreOfTheScreenThanItHolds() {
    fillTheScrollback();
    RecordingSink all = attachHolding(1, 1 << 20);
    RecordingSink some = attachHolding(2, TerminalLimits.MIN_SCREEN_BYTES);
    assertThat(all.screen.size()).isGreaterThan(TerminalLimits.MIN_SCREEN_BYTES);
    assertThat(all.screen.toString(StandardCharsets.UTF_8)).contains("line200 ", "line299 ");
    assertThat(some.screen.size()).isLessThanOrEqualTo(TerminalLimits.MIN_SCREEN_BYTES);
    assertThat(some.screen.toString(StandardCharsets.UTF_8))
        .contains("line299 ")
        .doesNotContain("line200 ");
    assertThat(some.screenIsWhole).isTrue();

    // The same when the ring overtakes it.
    some.screen.reset();
    RecordingSink fast = fixture.attach(3, 1, null, WINDOW);
    for (int line = 0; some.screen.size() == 0; line++) {
      fixture.pty.print(bytes("more%d %s\r\n".formatted(line, COLOURS)));
      fixture.ack(3, fast, fast.end());
      assertThat(line).isLessThan(1000);
    }
    assertThat(some.screen.size()).isLessThanOrEqualTo(TerminalLimits.MIN_SCREEN_BYTES);
  }
}
