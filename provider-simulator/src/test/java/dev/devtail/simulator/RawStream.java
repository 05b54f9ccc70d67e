package dev.devtail.simulator;

import dev.devtail.simulator.script.Provider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A chunked answer as it was on the wire. HTTP clients drop what they have read when a connection
 * breaks.
 *
 * @param body what its chunks hold
 * @param ended whether the last chunk came
 */
record RawStream(String body, boolean ended) {

  static RawStream read(ProviderSimulator simulator, String body, String fault) throws IOException {
    URI url = simulator.url(Provider.ANTHROPIC);
    String request =
        """
        POST %s/v1/messages HTTP/1.1\r
        host: localhost\r
        connection: close\r
        x-api-key: %s\r
        anthropic-version: 2023-06-01\r
        x-simulate-fault: %s\r
        content-length: %d\r
        \r
        %s"""
            .formatted(url.getPath(), ProviderSimulator.KEY, fault, body.length(), body);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return of(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
    }
  }

  private static RawStream of(String response) {
    StringBuilder body = new StringBuilder();
    int at = response.indexOf("\r\n\r\n");
    at = at < 0 ? response.length() : at + 4;
    while (at < response.length()) {
      int line = response.indexOf("\r\n", at);
      int length = Integer.parseInt(response.substring(at, line), 16);
      if (length == 0) {
        return new RawStream(body.toString(), true);
      }
      body.append(response, line + 2, line + 2 + length);
      at = line + 2 + length + 2;
    }
    return new RawStream(body.toString(), false);
  }
}
