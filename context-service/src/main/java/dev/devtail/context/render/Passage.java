package dev.devtail.context.render;

import dev.devtail.kit.fault.Fault;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is said before or behind the files.
 *
 * @param name of small letters, digits and {@code _}, as in {@code failing_tests}
 * @param text without blanks around it
 * @param data whether it is to be read as it is, as a diff, rather than as words
 */
public record Passage(String name, String text, boolean data) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  /** What files and the rest of JSON have. */
  private static final List<String> TAKEN = List.of("file", "file_map", "file_contents", "version");

  /**
   * @throws Fault INVALID_ARGUMENT if that is no name
   */
  public Passage {
    if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
      throw Fault.invalid("passage", name, "small letters, digits and _, and none of " + TAKEN);
    }
    text = text.strip();
  }

  /** In words. */
  public static Passage words(String name, String text) {
    return new Passage(name, text, false);
  }

  /** To be read as it is. */
  public static Passage data(String name, String text) {
    return new Passage(name, text, true);
  }
}
