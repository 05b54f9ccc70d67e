package dev.devtail.terminal.domain;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.terminal.domain.AttachRequest.ResumePoint;
import dev.devtail.terminal.testing.FakePty;
import dev.devtail.terminal.testing.RecordingSink;
import dev.devtail.terminal.testing.VirtualLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** One terminal, its program played by the test, in virtual time. */
final class TerminalFixture {

  static final int RING_BYTES = 64 * 1024;
  static final long INCARNATION = 77;
  static final WindowSize SIZE = new WindowSize(80, 24);
  static final long WINDOW = 1 << 20;
  static final TerminalLimits LIMITS =
      new TerminalLimits(
          RING_BYTES, 100, Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofSeconds(3));

  final VirtualLoop loop = new VirtualLoop();
  final FakePty pty = new FakePty(loop);
  int ended;
  final Terminal terminal;

  TerminalFixture() {
    terminal =
        new Terminal(
            new Terminal.Identity(
                new TerminalId("t1"), INCARNATION, "ada", "s1", "sh", List.of("sh"), "/"),
            SIZE,
            loop,
            pty,
            loop,
            LIMITS,
            gone -> ended++);
    terminal.start();
  }

  static ViewerId viewer(int number) {
    return new ViewerId(number, number);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Bytes whose value tells their offset. */
  static byte[] pattern(long from, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      // Digits: what the screen makes of them does not matter here.
      bytes[i] = (byte) ('0' + (from + i) * 7 % 31 % 10);
    }
    return bytes;
  }

  RecordingSink attach(int number, long epoch, @Nullable ResumePoint resume, long window) {
    RecordingSink sink = new RecordingSink();
    attach(number, epoch, resume, window, sink);
    return sink;
  }

  void attach(
      int number, long epoch, @Nullable ResumePoint resume, long window, RecordingSink sink) {
    terminal.attach(
        new AttachRequest(
            viewer(number),
            epoch,
            ViewerRole.READ_WRITE,
            SIZE,
            resume,
            window,
            TerminalLimits.DEFAULT_SCREEN_BYTES),
        sink);
  }

  RecordingSink attachFromStart(int number) {
    return attach(number, 1, at(0), WINDOW);
  }

  static ResumePoint at(long offset) {
    return new ResumePoint(INCARNATION, offset);
  }

  void type(int number, ViewerSink sink, long offset, byte[] bytes) {
    terminal.onInput(viewer(number), sink, offset, 0, bytes, 0, bytes.length);
  }

  void ack(int number, ViewerSink sink, long offset) {
    terminal.onAck(viewer(number), sink, offset);
  }

  static void assertFault(FaultCode code, ThrowingCallable call) {
    Assertions.assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Fault.class, fault -> Assertions.assertThat(fault.code()).isEqualTo(code));
  }
}
