package dev.devtail.gateway.connect;

import dev.devtail.protocol.v1.Capabilities;
import dev.devtail.protocol.v1.Compression;
import java.time.Duration;
import java.util.Set;

/**
 * Bounds of a connection, as a client reads them in Welcome.
 *
 * @param maxFrameBytes largest message that is taken
 * @param maxChannels channels open at once on one connection
 * @param maxCallsInFlight calls that wait for their reply on one connection
 * @param maxUnauthenticated connections that have not said who they are, on this gateway
 * @param helloDeadline a connection that has not said who it is by then is closed
 * @param heartbeatInterval a client that hears nothing for so long asks; the gateway drops a
 *     connection that is silent for three times as long
 * @param maxHeartbeatInterval how long a client may be silent that has announced it
 * @param maxFramesPerSecond what a client may send before it is read more slowly
 * @param compressions what output may be compressed with
 */
public record EdgeLimits(
    int maxFrameBytes,
    int maxChannels,
    int maxCallsInFlight,
    int maxUnauthenticated,
    Duration helloDeadline,
    Duration heartbeatInterval,
    Duration maxHeartbeatInterval,
    int maxFramesPerSecond,
    Set<Compression> compressions) {

  /** Largest Data.payload, in bytes; as the rule in the schema. */
  static final int MAX_DATA_BYTES = 64 * 1024;

  /** Silent for this many heartbeat intervals means gone. */
  static final int MISSED_HEARTBEATS = 3;

  /** What the client likes best of what may be. */
  Compression compression(Capabilities stated) {
    return stated.getCompressionsList().stream()
        .filter(compressions::contains)
        .findFirst()
        .orElse(Compression.COMPRESSION_NONE);
  }
}
