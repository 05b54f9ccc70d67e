package dev.devtail.gateway.connect;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may open a connection (RFC 6455, 10.2). Browsers tell the page's origin and other
 * clients none; a page may if it came from this gateway itself or is on the list.
 */
public final class OriginPolicy {

  private final Set<String> allowed;

  /**
   * @param allowed further origins, as in {@code https://app.example.org}
   */
  public OriginPolicy(Set<String> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  /**
   * @param origin the Origin header
   * @param host the Host header
   */
  public boolean permits(@Nullable String origin, @Nullable String host) {
    return origin == null || allowed.contains(origin) || isSame(origin, host);
  }

  private static boolean isSame(String origin, @Nullable String host) {
    try {
      return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }
}
