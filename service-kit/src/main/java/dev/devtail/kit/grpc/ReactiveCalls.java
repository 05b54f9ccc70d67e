package dev.devtail.kit.grpc;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** gRPC calls as {@link Mono}s and {@link Flux}es, with cancellation and faults carried over. */
public final class ReactiveCalls {

  private ReactiveCalls() {}

  /**
   * Answers a unary call. The supplier runs on the calling thread, where the call's identity is
   * current; what it throws is answered like what its Mono fails with.
   */
  public static <R> void answer(StreamObserver<R> observer, Supplier<Mono<R>> work) {
    Mono<R> answer;
    try {
      answer = work.get();
    } catch (RuntimeException e) {
      observer.onError(Faults.toStatus(e));
      return;
    }
    Disposable running =
        answer.subscribe(
            value -> {
              observer.onNext(value);
              observer.onCompleted();
            },
            failure -> observer.onError(Faults.toStatus(failure)));
    if (observer instanceof ServerCallStreamObserver<R> call && !running.isDisposed()) {
      call.setOnCancelHandler(running::dispose);
    }
  }

  /**
   * Answers a call with a stream, no faster than its receiver takes it. The supplier runs as in
   * {@link #answer}.
   *
   * @param observer as gRPC gives it to the method
   */
  public static <R> void stream(StreamObserver<R> observer, Supplier<Flux<R>> work) {
    StreamedAnswers.to(observer).begin(work);
  }

  /**
   * Answers a call whose request comes in parts, once all of them are there, as {@link #stream}.
   *
   * @param part is given each; what it throws is the call's answer
   * @param work runs when the last has come
   */
  public static <Q, R> StreamObserver<Q> collect(
      StreamObserver<R> observer, Consumer<Q> part, Supplier<Flux<R>> work) {
    StreamedAnswers<R> answers = StreamedAnswers.to(observer);
    return new StreamObserver<>() {

      private boolean refused;

      @Override
      public void onNext(Q request) {
        if (refused) {
          return;
        }
        try {
          part.accept(request);
        } catch (RuntimeException e) {
          refused = true;
          observer.onError(Faults.toStatus(e));
        }
      }

      @Override
      public void onError(Throwable gone) {
        // Nobody waits for an answer.
      }

      @Override
      public void onCompleted() {
        if (!refused) {
          answers.begin(work);
        }
      }
    };
  }

  /**
   * Makes a unary call, {@code call(stub::get, request)}, when subscribed to.
   *
   * @return fails with a {@link dev.devtail.kit.fault.Fault}
   */
  public static <Q, R> Mono<R> call(BiConsumer<Q, StreamObserver<R>> method, Q request) {
    return Mono.<R>create(
            sink -> {
              StartingCall call = new StartingCall();
              sink.onCancel(call::cancel);
              method.accept(
                  request,
                  new ClientResponseObserver<Q, R>() {
                    @Override
                    public void beforeStart(ClientCallStreamObserver<Q> stream) {
                      call.is(stream);
                    }

                    @Override
                    public void onNext(R value) {
                      sink.success(value);
                    }

                    @Override
                    public void onError(Throwable failure) {
                      sink.error(failure);
                    }

                    @Override
                    public void onCompleted() {
                      sink.success();
                    }
                  });
              call.started();
            })
        .onErrorMap(Faults::toFault);
  }

  /**
   * Makes a call whose answer comes in parts, {@code receive(stub::watch, request)}, when
   * subscribed to. Answers come no faster than they are asked for.
   *
   * @return fails with a {@link dev.devtail.kit.fault.Fault}
   */
  public static <Q, R> Flux<R> receive(BiConsumer<Q, StreamObserver<R>> method, Q request) {
    return answers(observer -> method.accept(request, observer));
  }

  /**
   * Makes a call whose request and answer come in parts, {@code exchange(stub::relay, parts)}, when
   * subscribed to. Answers come no faster than they are asked for.
   *
   * @return fails with a {@link dev.devtail.kit.fault.Fault}
   */
  public static <Q, R> Flux<R> exchange(
      Function<StreamObserver<R>, StreamObserver<Q>> method, Iterable<Q> requests) {
    return answers(
        observer -> {
          StreamObserver<Q> out = method.apply(observer);
          requests.forEach(out::onNext);
          out.onCompleted();
        });
  }

  private static <R> Flux<R> answers(Consumer<StreamObserver<R>> start) {
    return Flux.<R>create(
            sink -> {
              StartingCall call = new StartingCall();
              sink.onCancel(call::cancel);
              start.accept(
                  new ClientResponseObserver<Object, R>() {
                    @Override
                    public void beforeStart(ClientCallStreamObserver<Object> stream) {
                      stream.disableAutoRequestWithInitial(0);
                      call.is(stream);
                    }

                    @Override
                    public void onNext(R value) {
                      sink.next(value);
                    }

                    @Override
                    public void onError(Throwable failure) {
                      sink.error(failure);
                    }

                    @Override
                    public void onCompleted() {
                      sink.complete();
                    }
                  });
              call.started();
              sink.onRequest(call::request);
            })
        .onErrorMap(Faults::toFault);
  }

  /**
   * A call that any thread may cancel at any time. gRPC's streams throw when they are cancelled on
   * one thread while another still starts them; this waits for the start.
   */
  private static final class StartingCall {

    private @Nullable ClientCallStreamObserver<?> stream;
    private boolean started;
    private boolean cancelled;

    synchronized void is(ClientCallStreamObserver<?> starting) {
      stream = starting;
    }

    void started() {
      ClientCallStreamObserver<?> unwanted;
      synchronized (this) {
        started = true;
        unwanted = cancelled ? stream : null;
      }
      cancel(unwanted);
    }

    void cancel() {
      ClientCallStreamObserver<?> running;
      synchronized (this) {
        cancelled = true;
        running = started ? stream : null;
      }
      cancel(running);
    }

    /** Of a call that has started. */
    void request(long answers) {
      ClientCallStreamObserver<?> running;
      synchronized (this) {
        running = cancelled ? null : stream;
      }
      if (running != null) {
        running.request((int) Math.min(answers, Integer.MAX_VALUE));
      }
    }

    private static void cancel(@Nullable ClientCallStreamObserver<?> call) {
      if (call != null) {
        call.cancel("no longer wanted", null);
      }
    }
  }
}
