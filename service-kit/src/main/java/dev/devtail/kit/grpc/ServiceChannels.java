package dev.devtail.kit.grpc;

import dev.devtail.kit.loop.EventLoops;
import io.grpc.ManagedChannel;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.TimeUnit;

/**
 * Opens gRPC channels to other services by target: {@code in-process:NAME} or {@code host:port}.
 * Calls run on the event loop that carries them (direct executor): handlers must not block.
 */
public final class ServiceChannels {

  /** Largest message between services, in bytes. */
  public static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

  private static final String IN_PROCESS = "in-process:";
  private static final long KEEPALIVE_SECONDS = 30;

  private final EventLoops loops;

  public ServiceChannels(EventLoops loops) {
    this.loops = loops;
  }

  /** A channel on any of the loops. Whoever opens it shuts it down. */
  public ManagedChannel open(String target) {
    return open(target, loops.group());
  }

  /** A channel whose connection lives on the given loop (or group). */
  public ManagedChannel open(String target, EventLoopGroup loop) {
    if (target.startsWith(IN_PROCESS)) {
      return InProcessChannelBuilder.forName(target.substring(IN_PROCESS.length()))
          .directExecutor()
          .build();
    }
    return NettyChannelBuilder.forTarget(target)
        .eventLoopGroup(loop)
        .channelType(loops.channelType())
        .directExecutor()
        .usePlaintext()
        .disableRetry()
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
        .build();
  }
}
