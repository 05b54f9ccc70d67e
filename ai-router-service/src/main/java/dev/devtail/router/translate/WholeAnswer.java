package dev.devtail.router.translate;

import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.usage.Usage;

/** What has become of a provider's answer that came at once. */
public sealed interface WholeAnswer {

  /**
   * @param body for the caller, JSON
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Translated(byte[] body, Usage usage) implements WholeAnswer {}

  /** It says, in spite of HTTP 200, that it failed; or it is none. Another may be asked. */
  record Failed(ProviderFault fault) implements WholeAnswer {}
}
