package dev.devtail.bench;

import dev.devtail.bench.deploy.Target;
import dev.devtail.client.Backoff;
import dev.devtail.client.ClientOptions;
import dev.devtail.client.DevtailConnection;
import dev.devtail.client.jdk.JdkTransport;
import dev.devtail.client.jdk.ThreadLoop;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.StartTerminal;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalSpec;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/**
 * The client library, as an app would use it.
 *
 * @param outage takes the network away
 */
record Viewers(DevtailConnection connection, Outage outage, JdkTransport transport, ThreadLoop loop)
    implements AutoCloseable {

  static final Size SIZE = Size.newBuilder().setColumns(80).setRows(24).build();

  /** Short, so that a gateway that was killed is found soon after it is back. */
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(20), Duration.ofMillis(100));

  static Viewers connect(Target target) {
    return connect(target, ClientOptions.SLOW_LINK);
  }

  /**
   * @param compressFrom from which round trip on output is asked for compressed
   */
  static Viewers connect(Target target, Duration compressFrom) {
    ThreadLoop loop = new ThreadLoop("bench-client");
    JdkTransport transport = new JdkTransport(target.url());
    Outage outage = new Outage(transport);
    DevtailConnection connection =
        new DevtailConnection(
            outage,
            loop,
            new ClientOptions(
                target.token(),
                "devtail-bench",
                BACKOFF,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                compressFrom),
            new SecureRandom());
    connection.start();
    return new Viewers(connection, outage, transport, loop);
  }

  Terminal start(List<String> command) {
    return connection
        .call(
            Call.newBuilder()
                .setStartTerminal(
                    StartTerminal.newBuilder()
                        .setRequestKey(connection.randomKey())
                        .setSpec(TerminalSpec.newBuilder().addAllCommand(command).setSize(SIZE))))
        .join()
        .getTerminal();
  }

  @Override
  public void close() {
    connection.close();
    loop.close();
    transport.close();
  }
}
