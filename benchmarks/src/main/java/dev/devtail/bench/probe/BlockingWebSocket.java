package dev.devtail.bench.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/**
 * A WebSocket client as bare as can be (RFC 6455): one thread, one blocking socket, no garbage per
 * message, so that what is measured is the other side. The same one talks to DevTail and to ttyd.
 */
final class BlockingWebSocket implements AutoCloseable {

  private static final int BUFFER_BYTES = 256 * 1024;
  private static final int MASK_BYTES = 4;
  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final int OPCODE = 0x0F;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;
  private static final int CLOSE = 0x8;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;

  private final SocketChannel socket;
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES).flip();
  private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);

  BlockingWebSocket(URI url, String path, String subprotocol) {
    try {
      socket = SocketChannel.open(new InetSocketAddress(url.getHost(), url.getPort()));
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      shakeHands(url, path, subprotocol);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot connect to " + url, e);
    }
  }

  /** What a client asks for to open a WebSocket. */
  static byte[] request(URI url, String path, String subprotocol) {
    return """
        GET %s HTTP/1.1\r
        Host: %s\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Protocol: %s\r
        \r
        """
        .formatted(path, url.getAuthority(), subprotocol)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void shakeHands(URI url, String path, String subprotocol) throws IOException {
    writeFully(ByteBuffer.wrap(request(url, path, subprotocol)));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      fill(1);
      head.append((char) in.get());
    }
    if (!head.toString().startsWith("HTTP/1.1 101")) {
      throw new IOException("The server refused: " + head.toString().lines().findFirst());
    }
  }

  /** Sends one message. */
  void send(int opcode, byte[] message, int length) {
    out.clear();
    writeHead(one -> out.put((byte) one), opcode, length);
    out.put(message, 0, length);
    try {
      writeFully(out.flip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Head of a client's message of less than 64 KB. */
  static void writeHead(IntConsumer out, int opcode, int length) {
    out.accept(FIN | opcode);
    if (length < LENGTH_16) {
      out.accept(MASKED | length);
    } else {
      out.accept(MASKED | LENGTH_16);
      out.accept(length >>> Byte.SIZE);
      out.accept(length);
    }
    // A mask of zeros is a mask, and leaves the bytes as they are.
    for (int i = 0; i < MASK_BYTES; i++) {
      out.accept(0);
    }
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      socket.write(bytes);
    }
  }

  /** Waits for the next message, reads it into {@code target} and returns its length. */
  int receive(byte[] target) {
    try {
      while (true) {
        fill(2);
        int opcode = in.get() & OPCODE;
        int length = in.get() & ~MASKED & 0xFF;
        if (length == LENGTH_16) {
          fill(Short.BYTES);
          length = Short.toUnsignedInt(in.getShort());
        } else if (length == LENGTH_64) {
          fill(Long.BYTES);
          length = Math.toIntExact(in.getLong());
        }
        if (opcode == CLOSE) {
          throw new EOFException("The server has closed the connection");
        }
        fill(length);
        in.get(target, 0, length);
        if (opcode != PING) {
          return length;
        }
        send(PONG, target, length);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fill(int wanted) throws IOException {
    while (in.remaining() < wanted) {
      in.compact();
      int count = socket.read(in);
      in.flip();
      if (count < 0) {
        throw new EOFException("The server has gone");
      }
    }
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
