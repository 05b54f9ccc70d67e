package dev.devtail.router.relay;

import dev.devtail.router.request.RequestFacts;

/** What has become of a call whose conversation is too long. */
sealed interface Fitted {

  /** No strategy helps, or it may fit after all: the provider is to say. */
  record AsItIs() implements Fitted {}

  /** The caller is told. */
  record Refused(long tokens, long context) implements Fitted {}

  /**
   * It was shortened.
   *
   * @param report of how, for the caller
   */
  record Shorter(RelayCall call, RequestFacts facts, String report) implements Fitted {}
}
