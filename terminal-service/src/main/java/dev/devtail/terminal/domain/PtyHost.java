package dev.devtail.terminal.domain;

import dev.devtail.kit.fault.Fault;

/** Where programs are started. */
public interface PtyHost {

  /** A place for one terminal: the loop of this thread if it is one, else the next in turn. */
  Seat seat();

  /** A loop, and the way to start a program on it. */
  interface Seat {

    TerminalLoop loop();

    /**
     * Starts the program. Blocks for some milliseconds: not for a loop's thread.
     *
     * @throws Fault START_FAILED or RESOURCE_EXHAUSTED
     */
    Pty spawn(Program program, WindowSize size);
  }
}
