package dev.devtail.bench.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A TCP proxy on loopback that is as slow, far and unreliable as a {@link Link}. Owns its thread
 * and all its sockets. The same seed gives the same delays, losses and tunnels to connections that
 * are made in the same order.
 */
public final class LinkProxy implements AutoCloseable {

  /**
   * Asked of the system for each socket, so that its own buffers add little to the modelled queue;
   * Linux takes twice as much.
   */
  private static final int SOCKET_BUFFER_BYTES = 4 * 1024;

  private static final long CLOSE_SECONDS = 5;

  private final Link link;
  private final InetSocketAddress target;
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final Set<LinkConnection> connections = new HashSet<>();
  private final SplittableRandom random;
  private final SplittableRandom resets;
  private final TunnelPlan tunnels;
  private final Line up;
  private final Line down;
  private final Channel listener;
  private final InetSocketAddress address;

  /**
   * Listens on a free port of loopback.
   *
   * @param seed of all random numbers
   */
  public LinkProxy(Link link, InetSocketAddress target, long seed) {
    this.link = link;
    this.target = target;
    random = new SplittableRandom(seed);
    resets = random.split();
    tunnels = new TunnelPlan(link.tunnels(), random.split(), System.nanoTime());
    up = new Line(link.upBytesPerSecond(), tunnels);
    down = new Line(link.downBytesPerSecond(), tunnels);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads())
            .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
            .childOption(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel client) {
                    accept(client);
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      group.shutdownGracefully();
      throw new IllegalStateException("Cannot listen on loopback", bound.cause());
    }
    listener = bound.channel();
    address = (InetSocketAddress) listener.localAddress();
    if (link.tunnels() != null) {
      loop.execute(this::awaitTunnelEnd);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  private static FixedRecvByteBufAllocator reads() {
    FixedRecvByteBufAllocator reads = new FixedRecvByteBufAllocator(LinkConnection.READ_BYTES);
    reads.maxMessagesPerRead(1);
    return reads;
  }

  private void accept(Channel client) {
    long now = System.nanoTime();
    SplittableRandom own = random.split();
    long open = now + link.delay().multipliedBy(2).toNanos();
    LinkConnection connection =
        new LinkConnection(
            client,
            new Way(link, up, tunnels, own.split(), open),
            new Way(link, down, tunnels, own.split(), now),
            connections::remove);
    connections.add(connection);
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.RECVBUF_ALLOCATOR, reads())
        .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
        .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
        .handler(connection.towardsGateway())
        .connect(target)
        .addListener(
            (ChannelFuture connected) -> {
              if (!connected.isSuccess()) {
                connection.reset();
              }
            });
  }

  private void awaitTunnelEnd() {
    long now = System.nanoTime();
    var _ = loop.schedule(this::onTunnelEnd, tunnels.nextEnd(now) - now, TimeUnit.NANOSECONDS);
  }

  private void onTunnelEnd() {
    Link.Tunnels some = link.tunnels();
    if (some != null) {
      List.copyOf(connections).stream()
          .filter(connection -> resets.nextDouble() < some.resets())
          .forEach(LinkConnection::reset);
      awaitTunnelEnd();
    }
  }

  @Override
  public void close() {
    listener.close().awaitUninterruptibly();
    loop.submit(() -> List.copyOf(connections).forEach(LinkConnection::reset))
        .awaitUninterruptibly();
    group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
