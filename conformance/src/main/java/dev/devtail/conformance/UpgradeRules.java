package dev.devtail.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/** Section 1: how a connection comes about. */
final class UpgradeRules {

  private static final int SECTION = 1;
  private static final String UPGRADE =
      "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  private static final String SUBPROTOCOL = "Sec-WebSocket-Protocol: devtail.v1\r\n";

  private UpgradeRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule(
            "upgrade.subprotocol",
            SECTION,
            "The subprotocol devtail.v1 is taken, and named in the answer.",
            gateway -> {
              String head = upgrade(gateway, UPGRADE + SUBPROTOCOL);
              expectStatus(head, 101);
              Expect.that(
                  head.toLowerCase(java.util.Locale.ROOT)
                      .contains("sec-websocket-protocol: devtail.v1"),
                  "the subprotocol in the answer",
                  head);
            }),
        new Rule(
            "upgrade.no-subprotocol",
            SECTION,
            "Without the subprotocol the upgrade is answered with 400.",
            gateway -> expectRefused(upgrade(gateway, UPGRADE), 400)),
        new Rule(
            "upgrade.other-subprotocol",
            SECTION,
            "With another subprotocol the upgrade is answered with 400.",
            gateway ->
                expectRefused(upgrade(gateway, UPGRADE + "Sec-WebSocket-Protocol: chat\r\n"), 400)),
        new Rule(
            "upgrade.no-websocket",
            SECTION,
            "A request that does not ask for a WebSocket is answered with 426.",
            gateway -> expectRefused(upgrade(gateway, ""), 426)),
        new Rule(
            "upgrade.own-origin",
            SECTION,
            "A page of the gateway's own origin is taken.",
            gateway ->
                expectStatus(
                    upgrade(gateway, UPGRADE + SUBPROTOCOL + "Origin: " + gateway.url() + "\r\n"),
                    101)),
        new Rule(
            "upgrade.foreign-origin",
            SECTION,
            "A page of another origin is answered with 403.",
            gateway ->
                expectRefused(
                    upgrade(
                        gateway, UPGRADE + SUBPROTOCOL + "Origin: https://evil.example.org\r\n"),
                    403)));
  }

  private static void expectRefused(String head, int status) {
    expectStatus(head, status);
    Expect.that(
        head.toLowerCase(java.util.Locale.ROOT).contains("content-type: application/problem+json"),
        "a body of type application/problem+json",
        head);
  }

  private static void expectStatus(String head, int status) {
    Expect.that(head.startsWith("HTTP/1.1 " + status), "status " + status, head);
  }

  /** The head of what the gateway answers to an upgrade with these header lines. */
  private static String upgrade(Subject gateway, String headers) throws IOException {
    try (Socket socket = open(gateway.url())) {
      socket.setSoTimeout(Math.toIntExact(gateway.patience().toMillis()));
      String request =
          "GET /v1/connect HTTP/1.1\r\nHost: " + gateway.url().getAuthority() + "\r\n" + headers;
      socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      StringBuilder head = new StringBuilder();
      for (String line = reader.readLine();
          line != null && !line.isEmpty();
          line = reader.readLine()) {
        head.append(line).append('\n');
      }
      return head.toString();
    }
  }

  private static Socket open(URI url) throws IOException {
    boolean tls = "https".equals(url.getScheme());
    SocketFactory sockets = tls ? SSLSocketFactory.getDefault() : SocketFactory.getDefault();
    int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
    return sockets.createSocket(url.getHost(), port);
  }
}
