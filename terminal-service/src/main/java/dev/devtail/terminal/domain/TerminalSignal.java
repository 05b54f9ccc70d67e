package dev.devtail.terminal.domain;

/** Signals that a viewer may send to the program in the foreground. */
public enum TerminalSignal {
  HUP,
  INT,
  QUIT,
  KILL,
  TERM
}
