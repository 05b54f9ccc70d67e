package dev.devtail.kit.loop;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import reactor.netty.resources.LoopResources;

/**
 * reactor-netty on the loops of this process, and on no transport that its jars happen to bring.
 */
public record SharedLoopResources(EventLoops loops) implements LoopResources {

  @Override
  public EventLoopGroup onServer(boolean useNative) {
    return loops.group();
  }

  @Override
  @SuppressWarnings("unchecked") // reactor-netty asks for exactly these two kinds
  public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
    boolean server = ServerChannel.class.isAssignableFrom(type);
    if (Epoll.isAvailable()) {
      return (C) (server ? new EpollServerSocketChannel() : new EpollSocketChannel());
    }
    return (C) (server ? new NioServerSocketChannel() : new NioSocketChannel());
  }

  @Override
  @SuppressWarnings("unchecked") // as above
  public <C extends Channel> Class<? extends C> onChannelClass(
      Class<C> type, EventLoopGroup group) {
    return (Class<? extends C>)
        (ServerChannel.class.isAssignableFrom(type)
            ? loops.serverChannelType()
            : loops.channelType());
  }
}
