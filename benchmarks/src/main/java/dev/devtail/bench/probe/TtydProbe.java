package dev.devtail.bench.probe;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A shell behind ttyd, by ttyd's own protocol. Each connection has its own process there. */
public final class TtydProbe implements Probe {

  private static final int MESSAGE_BYTES = 256 * 1024;
  private static final byte OUTPUT = '0';
  private static final byte INPUT = '0';

  private final BlockingWebSocket socket;
  private final byte[] message = new byte[MESSAGE_BYTES];
  private final byte[] output = new byte[MESSAGE_BYTES];
  private final byte[] input = new byte[MESSAGE_BYTES];

  public TtydProbe(URI url) {
    socket = new BlockingWebSocket(url, "/ws", "tty");
    byte[] hello =
        "{\"AuthToken\":\"\",\"columns\":80,\"rows\":24}".getBytes(StandardCharsets.UTF_8);
    socket.send(BlockingWebSocket.TEXT, hello, hello.length);
    input[0] = INPUT;
  }

  @Override
  public void type(byte[] keys) {
    System.arraycopy(keys, 0, input, 1, keys.length);
    socket.send(BlockingWebSocket.BINARY, input, keys.length + 1);
  }

  @Override
  public int receive() {
    while (true) {
      int length = socket.receive(message);
      if (length > 0 && message[0] == OUTPUT) {
        System.arraycopy(message, 1, output, 0, length - 1);
        return length - 1;
      }
    }
  }

  @Override
  public byte[] output() {
    return output;
  }

  @Override
  public void close() {
    socket.close();
  }
}
