package dev.devtail.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What runs in the terminals that are measured. */
final class Shells {

  /** A shell without the user's own configuration, the same on every path. */
  static final List<String> BASH = List.of("/bin/bash", "--norc", "--noprofile");

  private Shells() {}

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
