package dev.devtail.conformance;

import java.util.Objects;

/** Says what was expected and what came. */
final class Expect {

  private Expect() {}

  static void that(boolean holds, String expected, Object came) {
    if (!holds) {
      throw new ViolationException("expected %s; came: %s".formatted(expected, came));
    }
  }

  static void equal(String what, Object expected, Object came) {
    that(Objects.equals(expected, came), what + " " + expected, came);
  }
}
