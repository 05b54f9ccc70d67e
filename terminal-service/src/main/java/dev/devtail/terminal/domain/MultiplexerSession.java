package dev.devtail.terminal.domain;

import java.util.List;

/**
 * A session of a multiplexer: a shell, and what it starts, run there; the program in the terminal
 * only shows it. All methods return at once.
 */
public interface MultiplexerSession {

  /** What the multiplexer calls it. */
  String name();

  /** Shows it in any terminal: program and arguments. */
  List<String> command();

  /** Ends it and everything in it. What fails is logged. */
  void end();

  /** Removes what it leaves behind if it has ended by itself; one that goes on is left alone. */
  void tidy();
}
