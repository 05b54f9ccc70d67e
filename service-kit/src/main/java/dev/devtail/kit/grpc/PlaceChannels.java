package dev.devtail.kit.grpc;

import io.grpc.ManagedChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The connections to terminal-services, one for each; there are as many as machines. */
public final class PlaceChannels implements AutoCloseable {

  private final ServiceChannels channels;
  private final Map<String, ManagedChannel> open = new ConcurrentHashMap<>();

  public PlaceChannels(ServiceChannels channels) {
    this.channels = channels;
  }

  /**
   * @param place gRPC target
   */
  public ManagedChannel to(String place) {
    return open.computeIfAbsent(place, channels::open);
  }

  @Override
  public void close() {
    open.values().forEach(ManagedChannel::shutdownNow);
  }
}
