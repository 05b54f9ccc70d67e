package dev.devtail.router.route;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A text with {@code *} for anything; capitals and small letters are the same. */
public final class Glob {

  private final String text;
  private final Pattern pattern;

  public Glob(String text) {
    this.text = text;
    this.pattern =
        Pattern.compile(
            Stream.of(text.split("\\*", -1))
                .map(Pattern::quote)
                .reduce((left, right) -> left + ".*" + right)
                .orElse(""),
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  }

  boolean matches(String whole) {
    return pattern.matcher(whole).matches();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
