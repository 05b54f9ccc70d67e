package dev.devtail.terminal.domain;

/**
 * Takes what a terminal shows, on the terminal's loop. Every method returns at once: a recorder
 * that cannot keep up gives up, and never holds the terminal.
 */
public interface TerminalRecorder {

  /** The recorder has come: this draws the screen as it is, in a fresh terminal of this size. */
  void onScreen(WindowSize size, byte[] dump);

  /** The program wrote this. The array is the terminal's own: what is to stay is copied. */
  void onOutput(byte[] buffer, int length);

  void onResize(WindowSize size);

  /** The terminal has ended. */
  void onEnd();
}
