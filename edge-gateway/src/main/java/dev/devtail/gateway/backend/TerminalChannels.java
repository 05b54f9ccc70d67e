package dev.devtail.gateway.backend;

import dev.devtail.kit.grpc.ServiceChannels;
import dev.devtail.kit.loop.EventLoops;
import io.grpc.ManagedChannel;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The gRPC connections to terminal-services: for each of them one per event loop, so that a frame
 * goes from its WebSocket to its terminal without changing threads.
 */
public final class TerminalChannels implements AutoCloseable {

  private record Key(String address, EventLoop loop) {}

  private final ServiceChannels channels;
  private final EventLoops loops;
  private final Map<Key, ManagedChannel> open = new ConcurrentHashMap<>();

  public TerminalChannels(ServiceChannels channels, EventLoops loops) {
    this.channels = channels;
    this.loops = loops;
  }

  /** For streams of a connection that lives on {@code loop}. */
  public ManagedChannel on(String address, EventLoop loop) {
    return open.computeIfAbsent(
        new Key(address, loop), key -> channels.open(key.address(), key.loop()));
  }

  /** For single calls. */
  public ManagedChannel to(String address) {
    return on(address, currentLoop());
  }

  /** The loop that this thread is, or else any. */
  public EventLoop currentLoop() {
    return loops.currentOrNext();
  }

  @Override
  public void close() {
    open.values().forEach(ManagedChannel::shutdownNow);
  }
}
