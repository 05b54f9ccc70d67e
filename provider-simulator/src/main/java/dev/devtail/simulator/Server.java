package dev.devtail.simulator;

import dev.devtail.simulator.delivery.Step;
import dev.devtail.simulator.script.Provider;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/** Takes requests over HTTP, on the loopback interface only, and carries out steps. */
final class Server implements AutoCloseable {

  private static final int MAX_HEADER_BYTES = 64 * 1024;
  private static final int MAX_SCRIPT_BYTES = 8 << 20;
  private static final Duration STOP = Duration.ofSeconds(5);

  private static final Delivery.Watcher UNWATCHED =
      new Delivery.Watcher() {
        @Override
        public void status(int status) {}

        @Override
        public void end(Ending ending) {}
      };

  private final Map<Provider, Handler> handlers;
  private final Control control;
  private final Journal journal;
  private final LoopResources loops;
  private final ChannelGroup connections =
      new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
  private final DisposableServer server;

  Server(int port, Map<Provider, Handler> handlers, Control control, Journal journal) {
    this.handlers = Map.copyOf(handlers);
    this.control = control;
    this.journal = journal;
    this.loops =
        LoopResources.create("simulator", Runtime.getRuntime().availableProcessors(), true);
    this.server = bind(port);
  }

  private DisposableServer bind(int port) {
    try {
      return HttpServer.create()
          .host("127.0.0.1")
          .port(port)
          .runOn(loops)
          .httpRequestDecoder(spec -> spec.maxHeaderSize(MAX_HEADER_BYTES))
          .doOnConnection(connection -> connections.add(connection.channel()))
          .handle(this::handle)
          .bindNow();
    } catch (ChannelBindException inUse) {
      loops.dispose();
      throw new UncheckedIOException(
          new BindException("Port %d of 127.0.0.1 is in use.".formatted(port)));
    }
  }

  int port() {
    return server.port();
  }

  private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    String uri = request.uri();
    int mark = uri.indexOf('?');
    String path = mark < 0 ? uri : uri.substring(0, mark);
    if (path.startsWith(Control.PATH + "/")) {
      return control(request, response, path);
    }
    for (Handler handler : handlers.values()) {
      String prefix = handler.provider().path();
      if (path.startsWith(prefix + "/")) {
        return exchange(
            request,
            response,
            handler,
            path.substring(prefix.length()),
            mark < 0 ? "" : uri.substring(mark + 1));
      }
    }
    return new Delivery(response, UNWATCHED).run(Handler.nowhere(path));
  }

  private Mono<Void> control(HttpServerRequest request, HttpServerResponse response, String path) {
    return Body.read(request, MAX_SCRIPT_BYTES)
        .flatMap(
            body ->
                new Delivery(response, UNWATCHED)
                    .run(
                        control.handle(
                            request.method().name(),
                            path,
                            request.requestHeaders().get("host", ""),
                            body.bytes())));
  }

  private Mono<Void> exchange(
      HttpServerRequest request,
      HttpServerResponse response,
      Handler handler,
      String path,
      String query) {
    return Body.read(request, handler.maxBodyBytes())
        .flatMap(
            body -> {
              Exchange exchange =
                  journal.add(
                      number ->
                          new Exchange(
                              number,
                              handler.provider(),
                              request.method().name(),
                              path,
                              query,
                              headers(request.requestHeaders()),
                              body.bytes(),
                              System::nanoTime));
              List<Step> steps =
                  body.tooLarge()
                      ? handler.tooLarge(exchange.number())
                      : handler.handle(exchange.snapshot());
              return new Delivery(response, exchange).run(steps);
            });
  }

  private static Map<String, List<String>> headers(HttpHeaders headers) {
    Map<String, List<String>> named = new TreeMap<>();
    for (String name : headers.names()) {
      named.merge(
          name.toLowerCase(Locale.ROOT),
          headers.getAll(name),
          (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
    }
    return named;
  }

  @Override
  public void close() {
    server.disposeNow(STOP);
    connections.close();
    loops.dispose();
  }
}
