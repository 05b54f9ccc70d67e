package dev.devtail.gateway.connect;

import dev.devtail.kit.fault.FaultCode;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Stands before the web server's own handler on every connection and takes the requests for {@code
 * /v1/connect} out of its hands: from there on the connection is a WebSocket with three handlers.
 */
public final class ConnectUpgrade extends ChannelInboundHandlerAdapter {

  public static final String PATH = "/v1/connect";
  public static final String SUBPROTOCOL = "devtail.v1";

  private final EdgeServices services;
  private final EdgeConnections connections;
  private final OriginPolicy origins;
  private final List<String> webServerHandlers;
  private boolean upgrading;

  /**
   * @param webServerHandlers names of the handlers that a WebSocket has no use for
   */
  public ConnectUpgrade(
      EdgeServices services,
      EdgeConnections connections,
      OriginPolicy origins,
      List<String> webServerHandlers) {
    this.services = services;
    this.connections = connections;
    this.origins = origins;
    this.webServerHandlers = webServerHandlers;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!upgrading && !(message instanceof HttpRequest request && isConnect(request))) {
      context.fireChannelRead(message);
      return;
    }
    try {
      if (message instanceof HttpRequest request) {
        upgrading = true;
        upgrade(context, request);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private static boolean isConnect(HttpRequest request) {
    String uri = request.uri();
    return uri.equals(PATH) || uri.startsWith(PATH + "?");
  }

  private void upgrade(ChannelHandlerContext context, HttpRequest request) {
    HttpHeaders headers = request.headers();
    if (!headers.containsValue(HttpHeaderNames.UPGRADE, "websocket", true)) {
      refuse(
          context,
          HttpResponseStatus.UPGRADE_REQUIRED,
          FaultCode.PROTOCOL_VIOLATION,
          "This is a WebSocket endpoint.");
      return;
    }
    if (!headers.containsValue(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL, true)) {
      refuse(
          context,
          HttpResponseStatus.BAD_REQUEST,
          FaultCode.UNSUPPORTED_VERSION,
          "Offer the WebSocket subprotocol " + SUBPROTOCOL + ".");
      return;
    }
    if (!origins.permits(headers.get(HttpHeaderNames.ORIGIN), headers.get(HttpHeaderNames.HOST))) {
      refuse(
          context,
          HttpResponseStatus.FORBIDDEN,
          FaultCode.PERMISSION_DENIED,
          "Pages of this origin may not connect; allow it with devtail.gateway.allowed-origins.");
      return;
    }
    if (!connections.admit()) {
      refuse(
          context,
          HttpResponseStatus.SERVICE_UNAVAILABLE,
          FaultCode.UNAVAILABLE,
          "This gateway takes no more connections for now; try again.");
      return;
    }
    shakeHands(context, request);
  }

  private void shakeHands(ChannelHandlerContext context, HttpRequest request) {
    WebSocketDecoderConfig decoder =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(services.limits().maxFrameBytes())
            .allowExtensions(false)
            // EdgeConnection says what was wrong before it closes.
            .closeOnProtocolViolation(false)
            .build();
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory(PATH, SUBPROTOCOL, decoder).newHandshaker(request);
    if (handshaker == null) {
      connections.settled();
      WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel());
      return;
    }
    ChannelPipeline pipeline = context.pipeline();
    for (String name : webServerHandlers) {
      if (pipeline.get(name) != null) {
        pipeline.remove(name);
      }
    }
    EdgeConnection connection = new EdgeConnection(context.channel(), services, connections);
    pipeline.addLast(new WebSocketFrameAggregator(services.limits().maxFrameBytes()), connection);
    try (FullRequest full = new FullRequest(request)) {
      handshaker
          .handshake(context.channel(), full.request)
          .addListener(
              done -> {
                if (done.isSuccess()) {
                  pipeline.remove(this);
                  // The web server reads on demand; a WebSocket of ours reads until it is blocked.
                  context.channel().config().setAutoRead(true);
                } else {
                  context.close();
                }
              });
    } catch (RuntimeException malformed) {
      refuse(
          context,
          HttpResponseStatus.BAD_REQUEST,
          FaultCode.PROTOCOL_VIOLATION,
          "This is no WebSocket handshake.");
    }
  }

  /** The handshaker wants a request with its (empty) body. */
  private record FullRequest(DefaultFullHttpRequest request) implements AutoCloseable {

    FullRequest(HttpRequest head) {
      this(
          new DefaultFullHttpRequest(
              head.protocolVersion(),
              head.method(),
              head.uri(),
              Unpooled.EMPTY_BUFFER,
              head.headers(),
              head.headers()));
    }

    @Override
    public void close() {
      request.release();
    }
  }

  private static void refuse(
      ChannelHandlerContext context, HttpResponseStatus status, FaultCode code, String detail) {
    byte[] problem =
        """
        {"type":"about:blank","title":"%s","status":%d,"detail":"%s","code":"%s"}"""
            .formatted(status.reasonPhrase(), status.code(), detail, code)
            .getBytes(StandardCharsets.UTF_8);
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(problem));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
        .set(HttpHeaderNames.CONTENT_LENGTH, problem.length)
        .set(HttpHeaderNames.CONNECTION, "close");
    if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
      response.headers().set(HttpHeaderNames.UPGRADE, "websocket");
    }
    // From the codec on: the web server's own handler knows nothing of this request.
    context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }
}
