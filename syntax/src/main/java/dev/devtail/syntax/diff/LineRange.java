package dev.devtail.syntax.diff;

/**
 * Lines of a version.
 *
 * @param first counted from 1
 * @param last included; {@code first - 1}: none, before the first
 */
public record LineRange(int first, int last) {

  boolean touches(LineRange other) {
    return first <= other.last && other.first <= last;
  }
}
