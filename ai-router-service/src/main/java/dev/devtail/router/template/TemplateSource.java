package dev.devtail.router.template;

import java.util.regex.Pattern;

/**
 * A template as it is written down.
 *
 * @param file {@code name.version.mustache}, below where templates lie, with slashes
 * @param shipped whether it comes with DevTail
 */
record TemplateSource(String file, String text, boolean shipped) {

  /** A mistake in it. */
  TemplateException wrong(int line, String message) {
    return new TemplateException(
        TemplateException.Kind.MALFORMED, "%s:%d: %s".formatted(file, line, message));
  }

  /** The first line that holds that name as a whole; 1 if none does. */
  int lineOf(String name) {
    Pattern whole = Pattern.compile("(?<![\\w/-])" + Pattern.quote(name) + "(?![\\w/-])");
    return lineWhere(whole);
  }

  private int lineWhere(Pattern pattern) {
    int line = 0;
    for (String text : text.split("\n", -1)) {
      line++;
      if (pattern.matcher(text).find()) {
        return line;
      }
    }
    return 1;
  }
}
