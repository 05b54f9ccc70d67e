package dev.devtail.kit.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/** Sends what a Flux gives as the answers of one call: asks for one more while gRPC takes it. */
final class StreamedAnswers<R> extends BaseSubscriber<R> {

  private final ServerCallStreamObserver<R> call;
  private final AtomicBoolean asked = new AtomicBoolean();

  private StreamedAnswers(ServerCallStreamObserver<R> call) {
    this.call = call;
  }

  /**
   * Before the call's method returns: gRPC takes handlers no later.
   *
   * @param observer as gRPC gives it to the method
   */
  static <R> StreamedAnswers<R> to(StreamObserver<R> observer) {
    ServerCallStreamObserver<R> call = (ServerCallStreamObserver<R>) observer;
    StreamedAnswers<R> answers = new StreamedAnswers<>(call);
    call.setOnReadyHandler(answers::askIfReady);
    call.setOnCancelHandler(answers::cancel);
    return answers;
  }

  /** What is to be sent; the supplier's own failure is the call's. */
  void begin(Supplier<Flux<R>> work) {
    Flux<R> answers;
    try {
      answers = work.get();
    } catch (RuntimeException e) {
      call.onError(Faults.toStatus(e));
      return;
    }
    answers.subscribe(this);
    askIfReady();
  }

  private void askIfReady() {
    if (upstream() != null && call.isReady() && asked.compareAndSet(false, true)) {
      request(1);
    }
  }

  @Override
  protected void hookOnSubscribe(Subscription subscription) {
    // Nothing is asked for until gRPC takes it.
  }

  @Override
  protected void hookOnNext(R answer) {
    asked.set(false);
    call.onNext(answer);
    askIfReady();
  }

  @Override
  protected void hookOnComplete() {
    call.onCompleted();
  }

  @Override
  protected void hookOnError(Throwable failure) {
    call.onError(Faults.toStatus(failure));
  }
}
