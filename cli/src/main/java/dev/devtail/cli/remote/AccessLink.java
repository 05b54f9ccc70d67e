package dev.devtail.cli.remote;

import dev.devtail.cli.up.QrCode;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address that brings a token to a browser, behind the {@code #} that is sent to no server. */
record AccessLink(URI gateway, String parameter, String token) {

  private static final String SHARE = "share";
  private static final String TOKEN = "token";

  static AccessLink ofShare(URI gateway, String token) {
    return new AccessLink(gateway, SHARE, token);
  }

  static AccessLink ofDevice(URI gateway, String token) {
    return new AccessLink(gateway, TOKEN, token);
  }

  /** What somebody was given, if it is such an address. */
  static Optional<AccessLink> parse(String text) {
    Matcher link = LINK.matcher(text);
    try {
      return link.matches()
          ? Optional.of(
              new AccessLink(
                  URI.create(link.group("gateway")), link.group("what"), link.group("token")))
          : Optional.empty();
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  private static final Pattern LINK =
      Pattern.compile(
          "(?<gateway>https?://[^/?#]+)/?#(?<what>"
              + SHARE
              + "|"
              + TOKEN
              + ")=(?<token>[^&\\s]+)(&.*)?");

  String url() {
    String base = gateway.toString();
    return "%s%s#%s=%s".formatted(base, base.endsWith("/") ? "" : "/", parameter, token);
  }

  /**
   * @param about what it is, in a sentence
   */
  void print(PrintWriter out, String about, boolean withQrCode) {
    out.printf("%n  %s%n%n", url());
    if (withQrCode) {
      out.println(QrCode.of(url()));
    }
    out.println("  " + about);
    if (isOfThisMachine()) {
      out.println("  Only this machine can open it. For others: devtail up --lan, or --url.");
    }
  }

  private boolean isOfThisMachine() {
    try {
      return InetAddress.getByName(gateway.getHost()).isLoopbackAddress();
    } catch (UnknownHostException elsewhere) {
      return false;
    }
  }

  /** Keeps the token out of what is printed by accident. */
  @Override
  public String toString() {
    return "AccessLink[%s, %s]".formatted(gateway, parameter);
  }
}
