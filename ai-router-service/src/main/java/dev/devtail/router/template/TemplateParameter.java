package dev.devtail.router.template;

import java.util.List;
import java.util.Optional;

/**
 * What a template is filled with.
 *
 * @param description for people
 * @param defaultValue what is taken where nothing is given; none: it has to be given
 * @param maxLength most characters (UTF-16)
 * @param allowed the values that it may have; empty: any
 */
public record TemplateParameter(
    String name,
    String description,
    Optional<String> defaultValue,
    int maxLength,
    List<String> allowed) {

  public TemplateParameter {
    allowed = List.copyOf(allowed);
  }

  public boolean required() {
    return defaultValue.isEmpty();
  }

  /** Why it cannot have that value, for people; empty if it can. */
  Optional<String> whyNot(String value) {
    if (value.length() > maxLength) {
      return Optional.of(
          "%s: %d characters (expected: at most %d)".formatted(name, value.length(), maxLength));
    }
    if (!allowed.isEmpty() && !allowed.contains(value)) {
      return Optional.of(
          "%s: %s (expected: %s)"
              .formatted(
                  name,
                  shown(value),
                  String.join(" or ", allowed.stream().map(TemplateParameter::shown).toList())));
    }
    if (required() && value.isBlank()) {
      return Optional.of("%s: empty (expected: %s)".formatted(name, description));
    }
    return Optional.empty();
  }

  private static String shown(String value) {
    return value.isEmpty() ? "(nothing)" : value;
  }
}
