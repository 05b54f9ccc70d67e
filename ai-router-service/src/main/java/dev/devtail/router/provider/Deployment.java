package dev.devtail.router.provider;

import dev.devtail.router.protocol.ProviderProtocol;
import java.net.URI;

/**
 * One way to a provider: an address and a key.
 *
 * @param provider the provider's name, as rules have it
 * @param number of the provider's ways, from 1 on
 * @param baseUrl what the protocol's paths are put behind, without a slash at its end
 * @param key empty where none is wanted; goes to the provider and nowhere else
 * @param weight how many of 100 calls begin here, in proportion to the provider's other ways
 * @param limits of it alone
 */
public record Deployment(
    String provider,
    int number,
    ProviderProtocol protocol,
    URI baseUrl,
    String key,
    int weight,
    DeploymentLimits limits) {

  /** Which one it is, for logs, metrics and people. */
  public String name() {
    return provider + "#" + number;
  }

  @Override
  public String toString() {
    return "%s (%s at %s)".formatted(name(), protocol, baseUrl);
  }
}
