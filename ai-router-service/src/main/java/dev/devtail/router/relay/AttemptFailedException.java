package dev.devtail.router.relay;

import dev.devtail.router.exchange.ProviderFault;
import org.jspecify.annotations.Nullable;

/** One provider was asked, and the caller has nothing of it yet. */
final class AttemptFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // never written
  private final ProviderFault fault;

  @SuppressWarnings("serial") // never written
  private final @Nullable AnswerPart words;

  /**
   * @param words of the provider, where the caller can read them
   */
  AttemptFailedException(ProviderFault fault, @Nullable AnswerPart words) {
    super(fault.message(), null, false, false);
    this.fault = fault;
    this.words = words;
  }

  ProviderFault fault() {
    return fault;
  }

  @Nullable AnswerPart words() {
    return words;
  }
}
