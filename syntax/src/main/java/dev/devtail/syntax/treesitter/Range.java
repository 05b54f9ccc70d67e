package dev.devtail.syntax.treesitter;

/**
 * A part of a file, in bytes.
 *
 * @param end behind it
 */
record Range(int start, int end) {

  /** Whether they have a byte in common, or lie side by side. */
  boolean touches(int otherStart, int otherEnd) {
    return otherStart <= end && start <= otherEnd;
  }

  /** The smallest around both. */
  Range with(int otherStart, int otherEnd) {
    return new Range(Math.min(start, otherStart), Math.max(end, otherEnd));
  }
}
