package dev.devtail.terminal.domain;

/**
 * Keeps all that a terminal prints, from its first byte. Unlike a recorder, one that cannot keep up
 * leaves a gap and goes on.
 */
public interface TerminalHistory extends TerminalRecorder {

  /** Whether it wants the screen as it is now, to begin from there one day. */
  boolean wantsScreen();
}
