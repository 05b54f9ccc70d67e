package dev.devtail.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;

class StreamedAnswersTest {

  private final FakeCall call = new FakeCall();

  @Test
  void asksForNoMoreThanGrpcTakes() {
    AtomicLong asked = new AtomicLong();
    call.takes = 0;
    ReactiveCalls.stream(call, () -> Flux.range(0, 10).doOnRequest(asked::addAndGet));
    assertThat(asked).hasValue(0);
    call.take(3);
    assertThat(call.answers).containsExactly(0, 1, 2);
    assertThat(asked).hasValue(3);
    call.take(100);
    assertThat(call.answers).hasSize(10);
    assertThat(call.end).isEqualTo("completed");
  }

  @Test
  void whatFailsIsAFaultOfTheCall() {
    ReactiveCalls.stream(
        call,
        () -> Flux.concat(Flux.just(1), Flux.error(Fault.unavailable("away", Duration.ZERO))));
    assertThat(call.answers).containsExactly(1);
    assertThat(call.end).isEqualTo(FaultCode.UNAVAILABLE);
  }

  @Test
  void whatIsRefusedAtOnceIsAFaultOfTheCall() {
    ReactiveCalls.stream(
        call,
        () -> {
          throw new Fault(FaultCode.PERMISSION_DENIED, "Not you.");
        });
    assertThat(call.end).isEqualTo(FaultCode.PERMISSION_DENIED);
  }

  @Test
  void aCallThatIsCancelledIsNotAnsweredAnyMore() {
    TestPublisher<Integer> answers = TestPublisher.create();
    ReactiveCalls.stream(call, answers::flux);
    answers.next(1);
    call.cancelled.run();
    answers.assertCancelled();
    assertThat(call.answers).containsExactly(1);
  }

  /** Takes so many answers, as a receiver with so much room does. */
  private static final class FakeCall extends ServerCallStreamObserver<Integer> {

    final List<Integer> answers = new ArrayList<>();
    Object end = "none";
    int takes = Integer.MAX_VALUE;
    Runnable cancelled = () -> {};
    private Runnable ready = () -> {};

    void take(int more) {
      takes = more;
      ready.run();
    }

    @Override
    public void onNext(Integer answer) {
      takes--;
      answers.add(answer);
    }

    @Override
    public void onError(Throwable failure) {
      end = Faults.toFault(failure).code();
    }

    @Override
    public void onCompleted() {
      end = "completed";
    }

    @Override
    public boolean isReady() {
      return takes > 0;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
      ready = handler;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {
      cancelled = handler;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void setCompression(String compression) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}
  }
}
