package dev.devtail.terminal.domain;

/** What a viewer may do. */
public enum ViewerRole {
  /** Sees, types, resizes, signals; the program is paced by it. */
  READ_WRITE,
  /** Only sees; nothing waits for it. */
  READ_ONLY
}
