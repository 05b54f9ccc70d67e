package dev.devtail.terminal.domain;

/** Where the life of terminals is written down. Returns at once; may be called from any thread. */
public interface TerminalJournal {

  void started(TerminalInfo terminal);

  void ended(TerminalInfo terminal);
}
