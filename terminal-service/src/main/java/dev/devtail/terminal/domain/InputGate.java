package dev.devtail.terminal.domain;

/**
 * Lets input through to the program. While the program's output is not read, only a little passes:
 * keys and Ctrl-C, not a paste. The system keeps 4 KB of echo that nobody reads, and then drops it
 * without a word.
 */
final class InputGate {

  /** Input for a program whose output waits, in bytes. */
  static final int WHILE_WAITING_BYTES = 1024;

  private final Pty pty;
  private final Pacing pacing;
  private int passed;

  InputGate(Pty pty, Pacing pacing) {
    this.pty = pty;
    this.pacing = pacing;
  }

  /**
   * @return how many bytes the program was given; the others have to wait until it is read on, or
   *     takes more
   */
  int write(byte[] bytes, int start, int length) {
    if (pacing.isReading()) {
      passed = 0;
      return pty.write(bytes, start, length);
    }
    int most = Math.min(length, WHILE_WAITING_BYTES - passed);
    int written = most > 0 ? pty.write(bytes, start, most) : 0;
    passed += written;
    return written;
  }
}
