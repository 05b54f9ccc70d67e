package dev.devtail.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What runs in the terminals that are measured. */
final class Shells {

  /** A shell without the user's own configuration, the same on every path. */
  static final List<String> BASH = List.of("/bin/bash", "--norc", "--noprofile");

  private Shells() {}

  /** Settings of terminal-service with which one user may have so many terminals. */
  static Map<String, String> limits(int terminals) {
    String most = Integer.toString(terminals);
    return Map.of("DEVTAIL_TERMINAL_MAXPERUSER", most, "DEVTAIL_TERMINAL_MAXTOTAL", most);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
