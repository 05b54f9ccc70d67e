package dev.devtail.terminal.domain;

/** Which of its viewers' sizes a terminal takes. Read-only viewers do not count. */
public enum SizePolicy {
  /** That of the viewer that attached, resized or typed last. */
  ACTIVE,
  /** The fewest columns and the fewest rows of all that are attached. */
  SMALLEST
}
