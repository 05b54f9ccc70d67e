package dev.devtail.kit;

import java.util.Base64;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code devtail.*}: what all services share.
 *
 * @param eventLoops number of event loops; 0 (default): one for each core
 * @param identity how services know each other's calls
 */
@ConfigurationProperties("devtail")
public record KitProperties(@DefaultValue("0") int eventLoops, Identity identity) {

  public KitProperties {
    if (eventLoops < 0) {
      throw new IllegalArgumentException(
          "devtail.event-loops: " + eventLoops + " (expected: >= 0)");
    }
    eventLoops = eventLoops == 0 ? Runtime.getRuntime().availableProcessors() : eventLoops;
    if (identity == null) {
      throw new IllegalArgumentException(
          "devtail.identity.key: missing (expected: >= 32 random bytes in Base64, the same for all"
              + " services)");
    }
  }

  /**
   * {@code devtail.identity.*}
   *
   * @param key secret that signs identities between services, Base64 of at least 32 random bytes
   */
  public record Identity(String key) {

    byte[] keyBytes() {
      try {
        return Base64.getDecoder().decode(key);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("devtail.identity.key: not Base64", e);
      }
    }

    @Override
    public String toString() {
      return "Identity[key=(secret)]";
    }
  }
}
