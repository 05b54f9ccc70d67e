package dev.devtail.kit.loop;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The event loops of one process. WebSockets, gRPC and, where epoll is there, terminals run on the
 * same loops, so that a keystroke wakes as few threads as it can. Whoever creates it closes it.
 */
public final class EventLoops implements AutoCloseable {

  private final IoEventLoopGroup group;

  /**
   * @param count how many loops; one for each core is right
   */
  public EventLoops(int count) {
    IoHandlerFactory transport =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.group =
        new MultiThreadIoEventLoopGroup(
            count, new DefaultThreadFactory("devtail-loop", true), transport);
  }

  public EventLoopGroup group() {
    return group;
  }

  /** Every loop of the group, in a fixed order. */
  public List<IoEventLoop> all() {
    return StreamSupport.stream(group.spliterator(), false).map(EventLoops::asLoop).toList();
  }

  private static IoEventLoop asLoop(EventExecutor executor) {
    return (IoEventLoop) executor;
  }

  /** The loop this thread is, or else the next in turn. */
  public IoEventLoop currentOrNext() {
    for (EventExecutor loop : group) {
      if (loop.inEventLoop()) {
        return asLoop(loop);
      }
    }
    return group.next();
  }

  public Class<? extends ServerChannel> serverChannelType() {
    return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  public Class<? extends Channel> channelType() {
    return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS);
  }
}
