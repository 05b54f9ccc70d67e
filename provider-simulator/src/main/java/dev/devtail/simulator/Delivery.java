package dev.devtail.simulator;

import dev.devtail.simulator.delivery.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerResponse;

/** Carries out the steps of one answer. */
final class Delivery {

  /** Is told how an answer fares. */
  interface Watcher {

    void status(int status);

    void end(Ending ending);
  }

  private final HttpServerResponse response;
  private final Watcher watcher;
  private @Nullable Scheduler timer;

  /** When the next pause begins, in nanoseconds; 0 before the first. */
  private long due;

  Delivery(HttpServerResponse response, Watcher watcher) {
    this.response = response;
    this.watcher = watcher;
  }

  Mono<Void> run(List<Step> steps) {
    int head = 0;
    while (head < steps.size() && !(steps.get(head) instanceof Step.Head)) {
      head++;
    }
    Mono<Void> before = Flux.fromIterable(steps.subList(0, head)).concatMap(this::bytes).then();
    return before
        .then(answer(steps.subList(head, steps.size())))
        .takeUntilOther(clientGone())
        .doFinally(this::ended);
  }

  /** Signals when the connection closes, whatever is under way then. */
  private Mono<Void> clientGone() {
    return Mono.create(
        sink ->
            response.withConnection(
                connection -> {
                  ChannelFuture closed = connection.channel().closeFuture();
                  ChannelFutureListener listener =
                      done -> {
                        watcher.end(Ending.CLIENT_GONE);
                        sink.success();
                      };
                  sink.onDispose(() -> closed.removeListener(listener));
                  closed.addListener(listener);
                }));
  }

  private Mono<Void> answer(List<Step> steps) {
    if (steps.isEmpty() || !(steps.getFirst() instanceof Step.Head(int status, var headers))) {
      return Mono.empty();
    }
    return Mono.defer(
        () -> {
          watcher.status(status);
          response.status(HttpResponseStatus.valueOf(status));
          headers.forEach(response::header);
          if (isWhole(steps)) {
            return response.sendObject(Unpooled.wrappedBuffer(body(steps))).then();
          }
          boolean cut = steps.getLast() instanceof Step.Cut;
          Flux<ByteBuf> body =
              Flux.fromIterable(steps.subList(1, cut ? steps.size() - 1 : steps.size()))
                  .concatMap(this::bytes);
          Mono<Void> sent = response.send(body, each -> true).then();
          return cut ? sent.then(cut()) : sent;
        });
  }

  /** A head and all of the body, as most answers are. */
  private static boolean isWhole(List<Step> steps) {
    return steps.size() == 2 && steps.get(1) instanceof Step.Send;
  }

  private static byte[] body(List<Step> steps) {
    return ((Step.Send) steps.get(1)).bytes();
  }

  private Mono<ByteBuf> bytes(Step step) {
    return switch (step) {
      case Step.Head head -> Mono.empty();
      case Step.Send(byte[] bytes) -> Mono.just(Unpooled.wrappedBuffer(bytes));
      case Step.Pause(var length) -> pause(length);
      case Step.Cut() -> cut();
      case Step.Stall() -> Mono.never();
    };
  }

  /** Counted from where the pause before ended, so that being late does not add up. */
  private Mono<ByteBuf> pause(Duration length) {
    return Mono.defer(
        () -> {
          long now = System.nanoTime();
          due = (due == 0 ? now : due) + length.toNanos();
          return due <= now
              ? Mono.empty()
              : Mono.delay(Duration.ofNanos(due - now), timer()).then(Mono.empty());
        });
  }

  /** The connection's own thread, which sends too. */
  private Scheduler timer() {
    Scheduler known = timer;
    if (known == null) {
      EventLoop[] loop = new EventLoop[1];
      response.withConnection(connection -> loop[0] = connection.channel().eventLoop());
      known = Schedulers.fromExecutorService(loop[0]);
      timer = known;
    }
    return known;
  }

  /** Once what came before has been sent; the answer itself never ends. */
  private <T> Mono<T> cut() {
    return Mono.defer(
        () -> {
          watcher.end(Ending.CUT);
          response.withConnection(connection -> connection.channel().close());
          return Mono.never();
        });
  }

  private void ended(SignalType signal) {
    watcher.end(signal == SignalType.ON_COMPLETE ? Ending.ANSWERED : Ending.CLIENT_GONE);
  }
}
