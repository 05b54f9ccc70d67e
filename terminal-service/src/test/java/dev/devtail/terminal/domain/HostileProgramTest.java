package dev.devtail.terminal.domain;

import static dev.devtail.terminal.domain.TerminalFixture.assertFault;
import static dev.devtail.terminal.domain.TerminalFixture.bytes;
import static dev.devtail.terminal.domain.TerminalFixture.viewer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.FaultCode;
import dev.devtail.terminal.testing.RecordingSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs and viewers that do what nobody should: all has a bound, and nobody else is touched. */
class HostileProgramTest {

  private static final int MUCH_BYTES = 10 << 20;

  private final TerminalFixture fixture = new TerminalFixture();
  private final Terminal terminal = fixture.terminal;
  private final RecordingSink reader = fixture.attach(1, 1, TerminalFixture.at(0), 64 << 20);

  private void print(byte[] bytes) {
    fixture.pty.print(bytes);
    fixture.ack(1, reader, reader.end());
    fixture.loop.run();
  }

  private void print(String text) {
    print(bytes(text));
  }

  private String screen() {
    RecordingSink newcomer = fixture.attach(2, reader.log.size(), null, TerminalFixture.WINDOW);
    String screen = newcomer.screen.toString(StandardCharsets.UTF_8);
    terminal.onDetach(viewer(2), newcomer);
    return screen;
  }

  /** A clipboard, a device's data, an application's: each of 10 MB, without an end. */
  @ParameterizedTest
  @ValueSource(
      strings = {"\033]52;c;", "\033]2;", "\033]8;;", "\033P$q", "\033_", "\033^", "\033["})
  void aStringThatDoesNotEndIsPassedOnAndNotKept(String beginning) {
    byte[] piece = new byte[4096];
    Arrays.fill(piece, (byte) (beginning.endsWith("[") ? '1' : 'A'));
    print("before " + beginning);
    for (int sent = 0; sent < MUCH_BYTES; sent += piece.length) {
      print(piece);
    }
    assertThat(screen().length()).isLessThan(32 * 1024);
    print("\007\033\\\030after");
    assertThat(reader.output.size()).isGreaterThan(MUCH_BYTES);
    assertThat(screen()).contains("before").contains("after");
    assertThat(terminal.info().title().length()).isLessThanOrEqualTo(1024);
  }

  @Test
  void tenThousandTitlesCostNoMessageOfTheirOwn() {
    StringBuilder titles = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      titles.append("\033]0;title ").append(i).append('\007');
    }
    for (String piece : titles.toString().split("(?<=\\G.{4000})")) {
      print(piece);
    }
    assertThat(terminal.info().title()).isEqualTo("title 9999");
    assertThat(reader.output.toString(StandardCharsets.UTF_8)).isEqualTo(titles.toString());
    assertThat(reader.log).containsOnly("opened", "data");
  }

  @Test
  void aPasteThatIsNotReadIsBoundedAndTheProgramCanBeInterrupted() {
    fixture.pty.accept(1000);
    byte[] piece = new byte[8192];
    long typed = 0;
    while (typed + piece.length <= TerminalLimits.INPUT_WINDOW_BYTES) {
      fixture.type(1, reader, typed, piece);
      typed += piece.length;
    }
    long all = typed;
    assertFault(
        FaultCode.OFFSET_OUT_OF_RANGE, () -> fixture.type(1, reader, all, new byte[64 * 1024]));
    assertThat(fixture.pty.input.size()).isEqualTo(1000);

    RecordingSink other = fixture.attach(3, 1, null, TerminalFixture.WINDOW);
    print("goes on");
    assertThat(other.output.toString(StandardCharsets.UTF_8)).isEqualTo("goes on");
    terminal.onSignal(viewer(3), other, TerminalSignal.INT);
    assertThat(fixture.pty.signals).containsExactly(TerminalSignal.INT);

    fixture.pty.accept(Integer.MAX_VALUE);
    fixture.type(3, other, 0, bytes("\003"));
    assertThat(fixture.pty.input.size()).isEqualTo(typed + 1);
    assertThat(fixture.pty.input.toByteArray()).endsWith(3);
  }

  /** All that there could ever be, and a number that is none as a signed one. */
  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, -1})
  void aLieAboutCreditIsNoMoreThanTheProgramPrints(long limit) {
    RecordingSink liar = fixture.attach(4, 1, null, 4096);
    terminal.onCredit(viewer(4), liar, limit);
    liar.ready = false;
    for (int sent = 0; sent < 4 * TerminalFixture.RING_BYTES; sent += 4096) {
      print(new byte[4096]);
    }
    assertThat(liar.output.size()).isZero();
    assertThat(reader.output.size()).isEqualTo(4 * TerminalFixture.RING_BYTES);
    liar.ready = true;
    terminal.onSinkReady(viewer(4), liar);
    assertThat(liar.screenIsWhole).isTrue();
  }
}
