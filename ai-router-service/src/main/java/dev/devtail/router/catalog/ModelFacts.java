package dev.devtail.router.catalog;

import dev.devtail.router.route.Capabilities;
import dev.devtail.router.usage.Price;

/**
 * What is known of a model.
 *
 * @param maxOutputTokens of one answer; 0 if not known
 */
public record ModelFacts(Price price, Capabilities capabilities, long maxOutputTokens) {

  /** Of a model that nobody has told us of. */
  public static final ModelFacts UNKNOWN = new ModelFacts(Price.UNKNOWN, Capabilities.UNKNOWN, 0);
}
