package dev.devtail.router.translate;

import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.usage.Usage;
import java.util.Optional;

/**
 * Turns a provider's stream into the caller's. For one stream; not thread-safe.
 *
 * <p>What it returns has a beginning and, if the provider's stream has come to its end, an end. If
 * the provider's fails or breaks off, nothing is said of it to the caller: that is for {@link
 * dev.devtail.router.exchange.StreamGate}, which is given the bytes.
 */
public interface AnswerStream {

  /**
   * The next bytes of the provider, however many.
   *
   * @return whole events for the caller; maybe nothing
   */
  byte[] accept(byte[] piece);

  /**
   * The provider has closed the stream.
   *
   * @return what is left for the caller; maybe nothing
   */
  byte[] end();

  /** As far as the provider has told; empty if it has not. */
  Optional<Usage> usage();

  /** What the provider has said went wrong, or that it is none of its protocol. */
  Optional<ProviderFault> fault();
}
