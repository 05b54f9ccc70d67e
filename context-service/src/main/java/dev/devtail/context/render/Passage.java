package dev.devtail.context.render;

import java.util.regex.Pattern;

/**
 * What is said before or behind the files.
 *
 * @param name of small letters, digits and {@code _}, as in {@code failing_tests}
 */
public record Passage(String name, String text) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  public Passage {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name: %s (expected: small letters, digits and _)".formatted(name));
    }
  }
}
