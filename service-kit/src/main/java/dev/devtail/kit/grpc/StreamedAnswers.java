package dev.devtail.kit.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/** Sends what a Flux gives as the answers of one call: asks for one more while gRPC takes it. */
final class StreamedAnswers<R> extends BaseSubscriber<R> {

  private final ServerCallStreamObserver<R> call;
  private final AtomicBoolean asked = new AtomicBoolean();

  StreamedAnswers(ServerCallStreamObserver<R> call) {
    this.call = call;
  }

  /** Before the call's method returns: gRPC takes handlers no later. */
  void begin(Flux<R> answers) {
    call.setOnReadyHandler(this::askIfReady);
    call.setOnCancelHandler(this::cancel);
    answers.subscribe(this);
    askIfReady();
  }

  private void askIfReady() {
    if (call.isReady() && asked.compareAndSet(false, true)) {
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
