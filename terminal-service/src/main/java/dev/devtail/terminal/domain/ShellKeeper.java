package dev.devtail.terminal.domain;

/** Runs login shells so that they go on when this service ends. */
@FunctionalInterface
public interface ShellKeeper {

  /** Shells run in their terminals, and end with them. */
  ShellKeeper NONE = (terminal, shell) -> shell;

  /**
   * What is to run in the terminal in place of its shell: it shows the session that belongs to the
   * terminal, which is made if there is none. The shell itself if nothing is there to keep it. May
   * block for some milliseconds.
   */
  Program keep(TerminalId terminal, Program shell);
}
