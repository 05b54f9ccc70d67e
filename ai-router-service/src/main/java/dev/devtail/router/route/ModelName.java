package dev.devtail.router.route;

/**
 * A model of a provider, written {@code provider/model}; the model's own name may hold slashes.
 *
 * @param provider as the configuration names it
 * @param model as the provider names it
 */
public record ModelName(String provider, String model) {

  /**
   * @throws IllegalArgumentException if there is no provider or no model
   */
  public static ModelName parse(String text) {
    int slash = text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1) {
      throw new IllegalArgumentException(
          "%s (expected: provider/model)".formatted(text.isEmpty() ? "empty" : text));
    }
    return new ModelName(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return provider + "/" + model;
  }
}
