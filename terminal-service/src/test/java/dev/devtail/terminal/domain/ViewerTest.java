package dev.devtail.terminal.domain;

import static dev.devtail.terminal.domain.TerminalFixture.assertFault;
import static dev.devtail.terminal.domain.TerminalLimits.INPUT_WINDOW_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.FaultCode;
import dev.devtail.terminal.testing.RecordingSink;
import org.junit.jupiter.api.Test;

class ViewerTest {

  private final Viewer viewer = new Viewer(new ViewerId(1, 2));

  private void attach(long offset, long window) {
    viewer.attach(
        new AttachRequest(
            viewer.id(),
            1,
            ViewerRole.READ_WRITE,
            TerminalFixture.SIZE,
            null,
            window,
            TerminalLimits.DEFAULT_SCREEN_BYTES),
        new RecordingSink(),
        offset);
  }

  @Test
  void inputIsTakenOnce() {
    assertThat(viewer.accept(0, 10)).isZero();
    assertThat(viewer.accept(0, 10)).isEqualTo(10);
    assertThat(viewer.accept(5, 10)).isEqualTo(5);
    assertThat(viewer.accept(3, 4)).isEqualTo(4);
    assertThat(viewer.accept(15, 0)).isZero();
    assertThat(viewer.inputAccepted()).isEqualTo(15);
  }

  @Test
  void aGapOrMoreThanGrantedIsRefused() {
    assertFault(FaultCode.OFFSET_OUT_OF_RANGE, () -> viewer.accept(1, 1));
    assertFault(FaultCode.OFFSET_OUT_OF_RANGE, () -> viewer.accept(-1, 1));
    assertFault(FaultCode.OFFSET_OUT_OF_RANGE, () -> viewer.accept(0, INPUT_WINDOW_BYTES + 1));
    assertThat(viewer.inputAccepted()).isZero();
    assertThat(viewer.accept(0, INPUT_WINDOW_BYTES)).isZero();
  }

  @Test
  void inputIsGrantedByHalvesOfTheWindow() {
    viewer.accept(0, INPUT_WINDOW_BYTES / 2 - 1);
    assertThat(viewer.grantInput(0)).isFalse();
    viewer.accept(INPUT_WINDOW_BYTES / 2 - 1, 1);
    assertThat(viewer.grantInput(0)).isTrue();
    assertThat(viewer.inputLimit()).isEqualTo(INPUT_WINDOW_BYTES * 3L / 2);
  }

  @Test
  void nothingIsGrantedWhileTheProgramDoesNotRead() {
    viewer.accept(0, INPUT_WINDOW_BYTES);
    assertThat(viewer.grantInput(INPUT_WINDOW_BYTES)).isFalse();
    assertThat(viewer.grantInput(2 * INPUT_WINDOW_BYTES)).isFalse();
    assertThat(viewer.inputLimit()).isEqualTo(INPUT_WINDOW_BYTES);
  }

  @Test
  void whatWasNeverSentCannotBeAcknowledged() {
    attach(100, 1000);
    viewer.onSent(150);
    viewer.onReceived(120);
    viewer.onReceived(110);
    assertThat(viewer.received()).isEqualTo(120);
    assertFault(FaultCode.OFFSET_OUT_OF_RANGE, () -> viewer.onReceived(151));
    assertFault(FaultCode.OFFSET_OUT_OF_RANGE, () -> viewer.onReceived(-1));
    assertThat(viewer.received()).isEqualTo(120);
  }

  @Test
  void creditOnlyGrows() {
    attach(100, 1000);
    assertThat(viewer.credit()).isEqualTo(1000);
    viewer.onCredit(500);
    assertThat(viewer.credit()).isEqualTo(1000);
    viewer.onCredit(Long.MAX_VALUE);
    assertThat(viewer.credit()).isPositive();
  }

  /** As {@code AttachTerminal.window_bytes} has it: the offset of the screen + the window. */
  @Test
  void behindAScreenTheWholeWindowIsOpenAgain() {
    attach(0, 1000);
    viewer.onSent(1000);
    viewer.onReceived(1000);
    viewer.jumpTo(50_000);
    assertThat(viewer.credit()).isEqualTo(1000);
    assertThat(viewer.received()).isEqualTo(50_000);
  }
}
