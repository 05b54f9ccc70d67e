package dev.devtail.terminal.domain;

/**
 * How a program ended.
 *
 * @param code its exit status, or 128 + signal as shells have it
 * @param signal the signal that killed it, 0 if none
 */
public record Exit(int code, int signal) {

  private static final int SIGNAL_BASE = 128;

  public static Exit ofCode(int code) {
    return new Exit(code, 0);
  }

  public static Exit ofSignal(int signal) {
    return new Exit(SIGNAL_BASE + signal, signal);
  }
}
