package dev.devtail.gateway.connect;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.concurrent.TimeUnit;

/** Ends a WebSocket so that the client reads why. */
final class Farewell {

  /** How long what the client still sends is thrown away. */
  private static final long LINGER_MILLIS = 1000;

  private Farewell() {}

  /**
   * Says it and closes. A socket that is closed while bytes lie in it unread is reset, and then the
   * client may never see what was said last: so they are read until it has closed too, or a second
   * has passed.
   */
  static void say(Channel channel, WebSocketCloseStatus status, String reason) {
    channel.config().setAutoRead(true);
    channel
        .writeAndFlush(new CloseWebSocketFrame(status, reason))
        .addListener(
            said -> {
              if (said.isSuccess() && channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
              } else {
                channel.close();
              }
            });
    channel.eventLoop().schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
  }
}
