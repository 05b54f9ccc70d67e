package dev.devtail.bench.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One connection that is kept, and posts the same again and again: what it costs itself is small
 * beside what is measured. For one thread.
 */
public final class HttpConnection implements AutoCloseable {

  private static final int BUFFER_BYTES = 16 * 1024;

  /** Told when a part of an answer has come. */
  @FunctionalInterface
  public interface PartListener {

    /**
     * @param bytes of the body
     */
    void onPart(int bytes);
  }

  private final Socket socket;
  private final InputStream in;
  private final byte[] request;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  private HttpConnection(Socket socket, byte[] request) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    this.request = request;
  }

  /**
   * @param url what is posted to
   * @param key of a model's provider, or of DevTail
   * @param headers others, as in {@code name: value}
   * @param body JSON
   */
  public static HttpConnection open(URI url, String key, List<String> headers, byte[] body) {
    try {
      Socket socket = new Socket(url.getHost(), url.getPort());
      socket.setTcpNoDelay(true);
      String head =
          """
          POST %s HTTP/1.1\r
          Host: %s\r
          Content-Type: application/json\r
          anthropic-version: 2023-06-01\r
          x-api-key: %s\r
          Authorization: Bearer %s\r
          %sContent-Length: %d\r
          \r
          """
              .formatted(
                  url.getPath(),
                  url.getAuthority(),
                  key,
                  key,
                  headers.stream().map(header -> header + "\r\n").collect(Collectors.joining()),
                  body.length);
      byte[] start = head.getBytes(ISO_8859_1);
      byte[] request = new byte[start.length + body.length];
      System.arraycopy(start, 0, request, 0, start.length);
      System.arraycopy(body, 0, request, start.length, body.length);
      return new HttpConnection(socket, request);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot connect to " + url, e);
    }
  }

  /**
   * Posts, and reads the whole answer.
   *
   * @return bytes of its body
   * @throws IllegalStateException if its status is not 200
   */
  public int post(PartListener listener) {
    try {
      socket.getOutputStream().write(request);
      String status = line();
      int length = -1;
      for (String header = line(); !header.isEmpty(); header = line()) {
        if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
        }
      }
      int bytes = length >= 0 ? read(length, listener) : chunks(listener);
      if (!status.contains(" 200 ")) {
        throw new IllegalStateException(status + " " + new String(buffer, 0, 200, ISO_8859_1));
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int chunks(PartListener listener) throws IOException {
    int total = 0;
    int size = Integer.parseInt(line().strip(), 16);
    while (size > 0) {
      total += read(size, listener);
      line();
      size = Integer.parseInt(line().strip(), 16);
    }
    line();
    return total;
  }

  private int read(int length, PartListener listener) throws IOException {
    int left = length;
    while (left > 0) {
      int count = in.read(buffer, 0, Math.min(left, buffer.length));
      if (count < 0) {
        throw new EOFException("the answer was cut off");
      }
      left -= count;
    }
    listener.onPart(length);
    return length;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection was closed");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
