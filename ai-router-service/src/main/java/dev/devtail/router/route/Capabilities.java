package dev.devtail.router.route;

import dev.devtail.router.request.RequestFacts;
import java.util.Optional;

/**
 * What a model can do. A model that nothing is known of is taken to be able to do everything.
 *
 * @param contextTokens most tokens of a conversation; 0 if not known
 */
public record Capabilities(boolean tools, boolean images, long contextTokens) {

  public static final Capabilities UNKNOWN = new Capabilities(true, true, 0);

  /** Why it cannot answer this, however short it is; empty if it can. */
  Optional<String> whyNot(RequestFacts request) {
    if (request.tools() > 0 && !tools) {
      return Optional.of("it has no tools");
    }
    if (request.image() && !images) {
      return Optional.of("it sees no images");
    }
    return Optional.empty();
  }
}
