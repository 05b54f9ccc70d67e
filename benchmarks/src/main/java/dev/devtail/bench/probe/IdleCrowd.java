package dev.devtail.bench.probe;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Hello;
import dev.devtail.protocol.v1.Ping;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Connections that do nothing but stay: each says Hello, and then pings as often as its Welcome
 * asks for. A few hundred bytes each, so that one process can hold very many.
 */
public final class IdleCrowd implements AutoCloseable {

  /** Connections whose Welcome has not come yet; a gateway takes 1 000 without a Hello. */
  private static final int MAX_OPENING = 200;

  /** Connections from one local address: well below the ports that the system gives out. */
  private static final int PER_ADDRESS = 10_000;

  /** Of a WebSocket message from a server, below 126 bytes. */
  private static final int SHORT_HEAD_BYTES = 2;

  private static final long OPEN_SECONDS = 30;
  private static final long CLOSE_SECONDS = 10;

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final InetSocketAddress gateway;
  private final byte[] greeting;
  private final byte[] hello;
  private final byte[] ping;
  private final Semaphore opening = new Semaphore(MAX_OPENING);
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger live = new AtomicInteger();
  private final LongAdder wireBytes = new LongAdder();

  private volatile @Nullable String failure;

  public IdleCrowd(URI url, String token) {
    gateway = new InetSocketAddress(url.getHost(), url.getPort());
    greeting = BlockingWebSocket.request(url, "/v1/connect", "devtail.v1");
    hello =
        message(
            Frame.newBuilder()
                .setHello(
                    Hello.newBuilder()
                        .setMinVersion(1)
                        .setMaxVersion(1)
                        .setToken(token)
                        .setClientName("devtail-bench")));
    ping = message(Frame.newBuilder().setPing(Ping.getDefaultInstance()));
  }

  /** A whole WebSocket message, masked with zeros. */
  private static byte[] message(Frame.Builder frame) {
    byte[] bytes = frame.build().toByteArray();
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    BlockingWebSocket.writeHead(message::write, BlockingWebSocket.BINARY, bytes.length);
    message.writeBytes(bytes);
    return message.toByteArray();
  }

  /**
   * Opens so many more, and waits until all have had their Welcome.
   *
   * @throws IllegalStateException if one was refused or lost
   */
  public void open(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      acquire(1);
      connect();
    }
    acquire(MAX_OPENING);
    opening.release(MAX_OPENING);
    check();
  }

  private void acquire(int permits) throws InterruptedException {
    if (!opening.tryAcquire(permits, OPEN_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "no Welcome within %d s, after %d connections".formatted(OPEN_SECONDS, live.get()));
    }
    check();
  }

  /**
   * @throws IllegalStateException if one has been lost
   */
  public void check() {
    String why = failure;
    if (why != null) {
      throw new IllegalStateException(
          "a connection was lost, beside %d that are open: %s".formatted(live.get(), why));
    }
  }

  private void connect() {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channels.add(channel);
                    channel.pipeline().addLast(new Idler());
                  }
                });
    ChannelFuture connecting =
        bootstrap.connect(gateway, localAddress(started.getAndIncrement() / PER_ADDRESS));
    connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            fail(String.valueOf(done.cause()));
          }
        });
  }

  /** On loopback another address for every so many, since each has ports of its own. */
  private @Nullable InetSocketAddress localAddress(int number) {
    if (!gateway.getAddress().isLoopbackAddress()) {
      return null;
    }
    try {
      byte[] address = {127, 0, 0, (byte) (1 + number)};
      return new InetSocketAddress(InetAddress.getByAddress(address), 0);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void fail(String why) {
    failure = why;
    opening.release();
  }

  /** Bytes of HTTP and WebSocket so far, in both directions, without those of TCP and IP. */
  public long wireBytes() {
    return wireBytes.sum();
  }

  @Override
  public void close() {
    failure = "closing";
    channels.close().awaitUninterruptibly();
    loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** One connection. */
  private final class Idler extends ByteToMessageDecoder {

    private boolean upgraded;
    private boolean welcomed;

    @Override
    public void channelActive(ChannelHandlerContext context) {
      send(context, greeting);
    }

    private void send(ChannelHandlerContext context, byte[] bytes) {
      wireBytes.add(bytes.length);
      context.writeAndFlush(Unpooled.wrappedBuffer(bytes), context.voidPromise());
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> unused)
        throws InvalidProtocolBufferException {
      if (upgraded) {
        onMessages(context, in);
      } else {
        onAnswer(context, in);
      }
    }

    private void onAnswer(ChannelHandlerContext context, ByteBuf in) {
      String answer = in.toString(StandardCharsets.US_ASCII);
      int end = answer.indexOf("\r\n\r\n");
      if (end < 0) {
        return;
      }
      if (!answer.startsWith("HTTP/1.1 101")) {
        throw new IllegalStateException(answer.lines().findFirst().orElse(""));
      }
      take(in, end + 4);
      upgraded = true;
      send(context, hello);
    }

    private void onMessages(ChannelHandlerContext context, ByteBuf in)
        throws InvalidProtocolBufferException {
      if (in.readableBytes() < SHORT_HEAD_BYTES) {
        return;
      }
      int head = SHORT_HEAD_BYTES;
      int length = in.getByte(in.readerIndex() + 1);
      if (length == BlockingWebSocket.LENGTH_16) {
        head += Short.BYTES;
        length =
            in.readableBytes() < head
                ? 0
                : in.getUnsignedShort(in.readerIndex() + SHORT_HEAD_BYTES);
      }
      if (in.readableBytes() < head + length) {
        return;
      }
      Frame frame = Frame.parseFrom(in.nioBuffer(in.readerIndex() + head, length));
      take(in, head + length);
      switch (frame.getKindCase()) {
        case WELCOME -> onWelcome(context, frame.getWelcome().getHeartbeatIntervalMs());
        case CLOSE -> throw new IllegalStateException("closed: " + frame.getClose());
        default -> {
          // A Pong.
        }
      }
    }

    private void take(ByteBuf in, int bytes) {
      wireBytes.add(bytes);
      in.skipBytes(bytes);
    }

    private void onWelcome(ChannelHandlerContext context, long intervalMillis) {
      welcomed = true;
      live.incrementAndGet();
      opening.release();
      var _ =
          context
              .executor()
              .scheduleAtFixedRate(
                  () -> send(context, ping), intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      fail(String.valueOf(cause.getMessage()));
      context.close();
    }

    @Override
    public void handlerRemoved0(ChannelHandlerContext context) {
      if (welcomed) {
        live.decrementAndGet();
      }
      if (failure == null) {
        fail("closed by the gateway");
      }
    }
  }
}
