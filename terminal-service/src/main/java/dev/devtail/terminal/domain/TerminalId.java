package dev.devtail.terminal.domain;

/** Name of a terminal: unguessable, URL-safe. */
public record TerminalId(String value) {

  @Override
  public String toString() {
    return value;
  }
}
