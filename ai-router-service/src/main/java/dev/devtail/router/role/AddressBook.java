package dev.devtail.router.role;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Addresses that callers may have this service call. It stands where callers do not, so that any
 * other would let them reach what only the service can.
 *
 * @param beginnings addresses with all that lies below their paths
 */
public record AddressBook(List<URI> beginnings) {

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  public AddressBook {
    beginnings = List.copyOf(beginnings);
  }

  public boolean permits(URI url) {
    return isPlain(url) && beginnings.stream().anyMatch(beginning -> isBelow(url, beginning));
  }

  /** Whether it says nothing that its reader may understand otherwise than we do. */
  private static boolean isPlain(URI url) {
    String path = url.getRawPath();
    return url.getHost() != null
        && url.getRawUserInfo() == null
        && url.getRawFragment() == null
        && path != null
        && path.indexOf('%') < 0
        && url.normalize().getRawPath().equals(path)
        && !path.contains("..");
  }

  private static boolean isBelow(URI url, URI beginning) {
    String folder = beginning.getRawPath().replaceFirst("/$", "");
    return url.getScheme().equalsIgnoreCase(beginning.getScheme())
        && url.getHost().equalsIgnoreCase(beginning.getHost())
        && port(url) == port(beginning)
        && (url.getRawPath().equals(folder) || url.getRawPath().startsWith(folder + "/"));
  }

  private static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return url.getScheme().toLowerCase(Locale.ROOT).equals("https") ? HTTPS_PORT : HTTP_PORT;
  }
}
