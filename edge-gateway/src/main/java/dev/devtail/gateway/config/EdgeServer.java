package dev.devtail.gateway.config;

import dev.devtail.gateway.connect.ConnectUpgrade;
import dev.devtail.gateway.connect.EdgeConnections;
import dev.devtail.gateway.connect.EdgeServices;
import dev.devtail.gateway.connect.GrantWatch;
import dev.devtail.gateway.connect.OriginPolicy;
import dev.devtail.kit.loop.EventLoops;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.SmartLifecycle;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** Puts the WebSocket endpoint into the web server, and sweeps its connections while it runs. */
final class EdgeServer implements NettyServerCustomizer, SmartLifecycle {

  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final Duration DRAIN_LOOK = Duration.ofMillis(50);

  /**
   * What lies in the gateway and in the kernel, unsent, cannot be overtaken any more: a keystroke's
   * echo waits for it.
   */
  private static final WriteBufferWaterMark WRITTEN_BYTES =
      new WriteBufferWaterMark(4 * 1024, 8 * 1024);

  private static final long UNSENT_BYTES = 4 * 1024;

  /** Handlers of reactor-netty that a WebSocket of ours has no use for. */
  private static final List<String> WEB_SERVER_HANDLERS =
      List.of(NettyPipeline.HttpTrafficHandler, NettyPipeline.ReactiveBridge);

  private final EventLoops loops;
  private final EdgeServices services;
  private final EdgeConnections connections;
  private final OriginPolicy origins;
  private final GrantWatch grants;
  private final Duration drain;
  private List<ScheduledFuture<?>> repeated = List.of();

  EdgeServer(
      EventLoops loops,
      EdgeServices services,
      EdgeConnections connections,
      OriginPolicy origins,
      GrantWatch grants,
      Duration drain) {
    this.loops = loops;
    this.services = services;
    this.connections = connections;
    this.origins = origins;
    this.grants = grants;
    this.drain = drain;
  }

  @Override
  public HttpServer apply(HttpServer server) {
    HttpServer quick =
        server
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITTEN_BYTES);
    return withUnsentBound(quick)
        .doOnChannelInit(
            (observer, channel, remote) ->
                channel
                    .pipeline()
                    .addBefore(
                        NettyPipeline.HttpTrafficHandler,
                        "devtail.connect",
                        new ConnectUpgrade(services, connections, origins, WEB_SERVER_HANDLERS)));
  }

  private static HttpServer withUnsentBound(HttpServer server) {
    return Epoll.isAvailable()
        ? server.childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES)
        : server;
  }

  @Override
  public void start() {
    repeated = List.of(repeat(connections::sweep, SWEEP), repeat(grants::look, GrantWatch.PERIOD));
  }

  private ScheduledFuture<?> repeat(Runnable task, Duration period) {
    return loops
        .group()
        .scheduleWithFixedDelay(task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Lets clients go elsewhere first; then whoever is still there is cut. */
  @Override
  public void stop(Runnable stopped) {
    connections.drain(drain);
    stopWhenLeft(services.uptime().millis() + drain.toMillis(), stopped);
  }

  private void stopWhenLeft(long deadline, Runnable stopped) {
    if (connections.count() == 0 || services.uptime().millis() >= deadline) {
      stop();
      stopped.run();
      return;
    }
    loops
        .group()
        .schedule(
            () -> stopWhenLeft(deadline, stopped), DRAIN_LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    repeated.forEach(task -> task.cancel(false));
    repeated = List.of();
    connections.closeAll();
  }

  @Override
  public boolean isRunning() {
    return !repeated.isEmpty();
  }
}
