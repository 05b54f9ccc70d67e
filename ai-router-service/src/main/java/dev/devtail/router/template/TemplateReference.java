package dev.devtail.router.template;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which template is meant: {@code name}, or {@code name@version}. A name may hold one slash. One
 * whose last part begins with an underscore is a partial's.
 *
 * @param version none: the newest
 */
record TemplateReference(String name, OptionalInt version) {

  private static final String PART = "[a-z0-9][a-z0-9-]{0,63}";
  private static final String VERSION = "[1-9][0-9]{0,5}";

  private static final String NAME = "(?:%s/)?_?%s".formatted(PART, PART);

  private static final Pattern REFERENCE =
      Pattern.compile("(%s)(?:@(%s))?".formatted(NAME, VERSION));

  private static final Pattern FILE =
      Pattern.compile("(%s)\\.(%s)\\.mustache".formatted(NAME, VERSION));

  static TemplateReference of(String name, int version) {
    return new TemplateReference(name, OptionalInt.of(version));
  }

  /** Empty if that is none. */
  static Optional<TemplateReference> parse(String text) {
    return read(REFERENCE.matcher(text));
  }

  /**
   * @param file {@code name.version.mustache}, with slashes; empty if that is none
   */
  static Optional<TemplateReference> ofFile(String file) {
    return read(FILE.matcher(file));
  }

  private static Optional<TemplateReference> read(Matcher matcher) {
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String version = matcher.group(2);
    return Optional.of(
        new TemplateReference(
            matcher.group(1),
            version == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(version))));
  }

  boolean isPartial() {
    return name.charAt(name.indexOf('/') + 1) == '_';
  }

  @Override
  public String toString() {
    return version.isPresent() ? name + "@" + version.getAsInt() : name;
  }
}
