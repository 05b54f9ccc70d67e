package dev.devtail.router.route;

/** What a rule may name. */
public sealed interface Choice {

  /** A model of a provider: {@code provider/model}. */
  record Named(ModelName model) implements Choice {}

  /** The model that was asked for, at that provider: {@code provider/*}. */
  record SameAt(String provider) implements Choice {}

  /** The model that was asked for, where models of such a name are: {@code asked}. */
  record Asked() implements Choice {}

  /**
   * @throws IllegalArgumentException if that is none of them
   */
  static Choice parse(String text) {
    if (text.equals("asked")) {
      return new Asked();
    }
    ModelName name;
    try {
      name = ModelName.parse(text);
    } catch (IllegalArgumentException neither) {
      throw new IllegalArgumentException(
          "%s (expected: provider/model, provider/* or asked)"
              .formatted(text.isEmpty() ? "empty" : text));
    }
    return name.model().equals("*") ? new SameAt(name.provider()) : new Named(name);
  }
}
