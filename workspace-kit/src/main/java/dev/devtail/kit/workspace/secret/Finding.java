package dev.devtail.kit.workspace.secret;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A secret in a text.
 *
 * @param begin of its first character
 * @param end behind its last one
 * @param rule that found it
 */
record Finding(int begin, int end, String rule) {

  /** Puts the rule's name in place of each, and keeps the ends of lines. */
  static Blotted blotOut(String text, List<Finding> findings) {
    StringBuilder blotted = new StringBuilder(text.length());
    Set<String> rules = new LinkedHashSet<>();
    int copied = 0;
    for (Finding finding :
        findings.stream().sorted(Comparator.comparingInt(Finding::begin)).toList()) {
      if (finding.begin() >= copied) {
        blotted.append(text, copied, finding.begin()).append("[secret: ");
        blotted.append(finding.rule()).append(']');
        rules.add(finding.rule());
      }
      int from = Math.max(copied, finding.begin());
      for (int i = from; i < finding.end(); i++) {
        if (text.charAt(i) == '\n') {
          blotted.append('\n');
        }
      }
      copied = Math.max(copied, finding.end());
    }
    blotted.append(text, copied, text.length());
    return new Blotted(blotted.toString().getBytes(ISO_8859_1), List.copyOf(rules));
  }
}
