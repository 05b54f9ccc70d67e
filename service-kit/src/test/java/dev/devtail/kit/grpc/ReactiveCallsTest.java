package dev.devtail.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;

class ReactiveCallsTest {

  private final FakeStream stream = new FakeStream();
  private final BaseSubscriber<String> subscriber = new BaseSubscriber<>() {};

  @Test
  void aCallThatIsCancelledIsCancelled() {
    ReactiveCalls.<String, String>call((request, observer) -> start(observer), "request")
        .subscribe(subscriber);
    assertThat(stream.cancelled).isZero();
    subscriber.cancel();
    assertThat(stream.cancelled).isOne();
  }

  /** As when another thread no longer wants it. */
  @Test
  void aCallThatIsCancelledWhileItStartsIsCancelledOnceItHas() {
    ReactiveCalls.<String, String>call(
            (request, observer) -> {
              asked(observer).beforeStart(stream);
              subscriber.cancel();
              stream.started = true;
            },
            "request")
        .subscribe(subscriber);
    assertThat(stream.cancelled).isOne();
  }

  @Test
  void aCallThatIsAnsweredWhileItStartsIsNotCancelled() {
    ReactiveCalls.<String, String>call(
            (request, observer) -> {
              start(observer);
              observer.onNext("answer");
              observer.onCompleted();
            },
            "request")
        .subscribe(subscriber);
    assertThat(stream.cancelled).isZero();
  }

  private void start(StreamObserver<String> observer) {
    asked(observer).beforeStart(stream);
    stream.started = true;
  }

  @SuppressWarnings("unchecked")
  private static ClientResponseObserver<String, String> asked(StreamObserver<String> observer) {
    return (ClientResponseObserver<String, String>) observer;
  }

  /** Throws, as gRPC's do, when it is cancelled before it has been started. */
  private static final class FakeStream extends ClientCallStreamObserver<String> {

    private boolean started;
    private int cancelled;

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
      if (!started) {
        throw new IllegalStateException("May only be called after start");
      }
      cancelled++;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void onNext(String value) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
