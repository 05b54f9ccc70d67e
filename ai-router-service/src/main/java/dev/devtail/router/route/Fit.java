package dev.devtail.router.route;

import dev.devtail.router.request.RequestFacts;
import java.util.Optional;

/** Whether one request fits into models. */
@FunctionalInterface
public interface Fit {

  /** Why it does not fit, for people; empty if it does, or nobody knows. */
  Optional<String> whyNot(ModelName model, Capabilities capabilities);

  /** As it is weighed, at four bytes a token. */
  static Fit roughly(RequestFacts request) {
    long tokens = request.estimatedTokens();
    return (model, capabilities) ->
        capabilities.contextTokens() > 0 && tokens > capabilities.contextTokens()
            ? Optional.of(
                "about %d tokens do not fit into its %d"
                    .formatted(tokens, capabilities.contextTokens()))
            : Optional.empty();
  }
}
