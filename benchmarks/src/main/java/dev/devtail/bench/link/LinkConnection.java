package dev.devtail.bench.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection over the link: two sockets and what is under way between them. On one loop. */
final class LinkConnection {

  /** Most that is read at once, in bytes. */
  static final int READ_BYTES = Link.MIN_WINDOW_BYTES;

  private final Pipe up;
  private final Pipe down;
  private final Consumer<LinkConnection> onEnd;
  private boolean over;

  /**
   * @param client has been accepted; reads only when it is told to
   * @param onEnd told when it is over
   */
  LinkConnection(Channel client, Way up, Way down, Consumer<LinkConnection> onEnd) {
    this.onEnd = onEnd;
    this.up = new Pipe(up);
    this.down = new Pipe(down);
    this.down.deliverTo(client);
    client.pipeline().addLast(this.up);
  }

  /** Handler of the socket to the gateway. */
  ChannelHandler towardsGateway() {
    return down;
  }

  /** Ends both sides at once with a TCP reset; what is under way is gone. */
  void reset() {
    over = true;
    up.reset();
    down.reset();
    onEnd.accept(this);
  }

  /** Bytes, or the end of the stream, and when they come out. */
  private record Piece(ByteBuf bytes, long arrivalNanos, boolean last) {}

  /** One direction: reads from its own socket, writes to the other as late as the way says. */
  private final class Pipe extends ChannelInboundHandlerAdapter {

    private final Way way;
    private final ArrayDeque<Piece> underWay = new ArrayDeque<>();
    private @Nullable Channel source;
    private @Nullable Channel sink;
    private boolean waiting;

    Pipe(Way way) {
      this.way = way;
    }

    void deliverTo(Channel channel) {
      sink = channel;
      deliver();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      source = context.channel();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      if (over) {
        context.close();
        return;
      }
      if (this == down) {
        up.deliverTo(context.channel());
      }
      readMore();
    }

    /** Reads on if what comes would fit; else the sender's own buffers fill, and it waits. */
    private void readMore() {
      if (source != null && way.hasRoom(READ_BYTES)) {
        source.read();
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      long arrival = way.enter(System.nanoTime(), bytes.readableBytes());
      underWay.add(new Piece(bytes, arrival, false));
      await();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      readMore();
    }

    /** The end travels behind the bytes, as a segment of its own. */
    @Override
    public void channelInactive(ChannelHandlerContext context) {
      underWay.add(new Piece(Unpooled.EMPTY_BUFFER, way.enter(System.nanoTime(), 1), true));
      await();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // The other side has reset the connection, which is a way to end it: the link does the same.
      LinkConnection.this.reset();
    }

    private void await() {
      Piece head = underWay.peek();
      Channel channel = sink;
      if (head != null && channel != null && !waiting) {
        waiting = true;
        var _ =
            channel
                .eventLoop()
                .schedule(
                    () -> {
                      waiting = false;
                      deliver();
                    },
                    head.arrivalNanos - System.nanoTime(),
                    TimeUnit.NANOSECONDS);
      }
    }

    private void deliver() {
      Channel channel = sink;
      if (channel == null) {
        return;
      }
      long now = System.nanoTime();
      for (Piece head = underWay.peek();
          head != null && head.arrivalNanos <= now;
          head = underWay.peek()) {
        underWay.remove();
        write(channel, head);
      }
      channel.flush();
      await();
    }

    private void write(Channel channel, Piece piece) {
      int length = piece.bytes.readableBytes();
      channel
          .write(piece.bytes)
          .addListener(
              (ChannelFutureListener)
                  written -> {
                    way.leave(length);
                    if (piece.last) {
                      channel.close();
                      onEnd.accept(LinkConnection.this);
                    } else if (written.isSuccess()) {
                      readMore();
                    } else {
                      LinkConnection.this.reset();
                    }
                  });
    }

    void reset() {
      underWay.forEach(piece -> piece.bytes.release());
      underWay.clear();
      if (source != null && source.isOpen()) {
        source.config().setOption(ChannelOption.SO_LINGER, 0);
        source.close();
      }
    }
  }
}
