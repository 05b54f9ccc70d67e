package dev.devtail.context.select;

/** How much of a file is in a context, the least first. */
public enum Depth {
  /** Its path and the signatures of what it declares. */
  MAP,
  /** The map, and some of its lines. */
  SLICES,
  WHOLE
}
