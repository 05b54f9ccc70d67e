package dev.devtail.terminal.domain;

import static dev.devtail.terminal.domain.TerminalFixture.WINDOW;
import static dev.devtail.terminal.domain.TerminalFixture.at;
import static dev.devtail.terminal.domain.TerminalFixture.bytes;
import static dev.devtail.terminal.domain.TerminalFixture.pattern;
import static dev.devtail.terminal.domain.TerminalFixture.viewer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.terminal.testing.RecordingSink;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TerminalEndTest {

  private static final Duration GRACE = TerminalFixture.LIMITS.killGrace();

  private final TerminalFixture fixture = new TerminalFixture();
  private final Terminal terminal = fixture.terminal;

  private TerminalInfo.State state() {
    return terminal.info().state();
  }

  @Test
  void drainedBeforeItsExitItEndsAtOnce() {
    RecordingSink sink = fixture.attachFromStart(1);
    fixture.pty.print(bytes("bye"));
    fixture.pty.drain();
    assertThat(state()).isEqualTo(TerminalInfo.State.RUNNING);
    fixture.pty.exit(Exit.ofCode(3));
    assertThat(state()).isEqualTo(TerminalInfo.State.ENDED);
    assertThat(terminal.info().exit()).isEqualTo(Exit.ofCode(3));
    assertThat(sink.log).containsExactly("opened", "data", "exited code=3 end=3");
    assertThat(fixture.pty.closed).isTrue();
    assertThat(fixture.ended).isEqualTo(1);
  }

  @Test
  void itsChildrenMayWriteOn() {
    RecordingSink sink = fixture.attachFromStart(1);
    fixture.pty.exit(Exit.ofSignal(15));
    assertThat(state()).isEqualTo(TerminalInfo.State.DRAINING);
    fixture.pty.print(bytes("child"));
    fixture.pty.drain();
    assertThat(state()).isEqualTo(TerminalInfo.State.ENDED);
    assertThat(sink.log)
        .containsExactly("opened", "draining code=143 end=0", "data", "exited code=143 end=5");
  }

  @Test
  void theEndIsToldAfterTheLastByte() {
    RecordingSink sink = fixture.attach(1, 1, at(0), 4096);
    fixture.pty.print(pattern(0, 6000));
    fixture.pty.exit(Exit.ofCode(0));
    fixture.pty.drain();
    assertThat(sink.log).doesNotContain("exited code=0 end=6000");
    terminal.onCredit(viewer(1), sink, 5000);
    assertThat(sink.log).doesNotContain("exited code=0 end=6000");
    terminal.onCredit(viewer(1), sink, 6000);
    assertThat(sink.log).endsWith("data", "exited code=0 end=6000");
    terminal.onCredit(viewer(1), sink, 9000);
    assertThat(sink.log.stream().filter(line -> line.startsWith("exited"))).hasSize(1);
    assertThat(sink.output.toByteArray()).isEqualTo(pattern(0, 6000));
  }

  @Test
  void whoComesLaterIsToldToo() {
    fixture.pty.print(bytes("bye"));
    fixture.pty.exit(Exit.ofCode(1));
    assertThat(fixture.attachFromStart(1).log)
        .containsExactly("opened", "draining code=1 end=3", "data");
    fixture.pty.drain();
    assertThat(fixture.attachFromStart(2).log)
        .containsExactly("opened", "data", "exited code=1 end=3");
    assertThat(fixture.attach(3, 1, null, WINDOW).log)
        .containsExactly("opened", "screen.", "exited code=1 end=3");
    assertThat(fixture.attach(1, 2, at(3), WINDOW).log)
        .containsExactly("opened", "exited code=1 end=3");
  }

  @Test
  void childrenThatStayAreHungUpThenKilledThenGivenUp() {
    fixture.pty.exit(Exit.ofCode(0));
    fixture.loop.advance(Duration.ofSeconds(30).minusMillis(1));
    assertThat(fixture.pty.hangUps).isZero();
    fixture.loop.advance(Duration.ofMillis(1));
    assertThat(fixture.pty.hangUps).isEqualTo(1);
    assertThat(fixture.pty.kills).isZero();
    fixture.loop.advance(GRACE);
    assertThat(fixture.pty.kills).isEqualTo(1);
    assertThat(state()).isEqualTo(TerminalInfo.State.DRAINING);
    fixture.loop.advance(GRACE);
    assertThat(state()).isEqualTo(TerminalInfo.State.ENDED);
    assertThat(terminal.info().exit()).isEqualTo(Exit.ofCode(0));
    assertThat(fixture.pty.closed).isTrue();
    assertThat(fixture.ended).isEqualTo(1);
  }

  @Test
  void childrenThatLeaveInTimeAreNotHungUp() {
    fixture.pty.exit(Exit.ofCode(0));
    fixture.loop.advance(Duration.ofSeconds(10));
    fixture.pty.drain();
    fixture.loop.advance(Duration.ofMinutes(5));
    assertThat(fixture.pty.hangUps).isZero();
    assertThat(fixture.ended).isEqualTo(1);
  }

  @Test
  void endingItHangsUpAndTellsWhenItIsOver() {
    int[] told = new int[1];
    terminal.terminate(() -> told[0]++);
    assertThat(fixture.pty.hangUps).isEqualTo(1);
    assertThat(told[0]).isZero();
    fixture.pty.drain();
    fixture.pty.exit(Exit.ofSignal(1));
    assertThat(told[0]).isEqualTo(1);
    fixture.loop.advance(Duration.ofMinutes(5));
    assertThat(fixture.pty.kills).isZero();
    terminal.terminate(() -> told[0]++);
    assertThat(told[0]).isEqualTo(2);
    assertThat(fixture.pty.hangUps).isEqualTo(1);
  }

  @Test
  void whatCannotBeKilledIsGivenUp() {
    RecordingSink sink = fixture.attachFromStart(1);
    terminal.terminate();
    fixture.loop.advance(GRACE);
    assertThat(fixture.pty.kills).isEqualTo(1);
    fixture.loop.advance(GRACE);
    assertThat(terminal.info().exit()).isEqualTo(Exit.ofSignal(9));
    assertThat(sink.log).endsWith("exited code=137 end=0");
    assertThat(fixture.ended).isEqualTo(1);
  }

  @Test
  void endingItReadsWhatWasHeldBack() {
    fixture.pty.print(pattern(0, 200_000));
    assertThat(fixture.pty.reading).isFalse();
    terminal.terminate();
    fixture.loop.run();
    assertThat(fixture.pty.unread()).isZero();
  }

  @Test
  void anEndedOneIsNeitherResizedNorSignalled() {
    RecordingSink sink = fixture.attachFromStart(1);
    fixture.pty.drain();
    fixture.pty.exit(Exit.ofCode(0));
    terminal.onResize(viewer(1), sink, new WindowSize(10, 10));
    terminal.onSignal(viewer(1), sink, TerminalSignal.INT);
    assertThat(fixture.pty.sizes).isEmpty();
    assertThat(fixture.pty.signals).isEmpty();
    assertThat(terminal.info().size()).isEqualTo(TerminalFixture.SIZE);
  }
}
