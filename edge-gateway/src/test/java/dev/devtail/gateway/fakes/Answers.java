package dev.devtail.gateway.fakes;

import com.google.protobuf.Message;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.Faults;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.rules.FieldRules;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * How the fakes answer: every request is noted, and some ids have a meaning: {@code gone} is
 * unknown, {@code down} is unavailable, {@code bug} fails unexpectedly, {@code forbidden} is
 * refused, {@code hold} waits for {@link #release}.
 */
final class Answers {

  /** Every request of a service, with the user it was made for. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  final List<Message> requests = new CopyOnWriteArrayList<>();
  private final List<Runnable> held = new CopyOnWriteArrayList<>();

  /** Answers what was held. */
  void release() {
    List<Runnable> waiting = List.copyOf(held);
    held.removeAll(waiting);
    waiting.forEach(Runnable::run);
  }

  int held() {
    return held.size();
  }

  /** Answers one request, or fails as its id says. */
  <T> void to(StreamObserver<T> caller, Message request, String id, Supplier<T> value) {
    requests.add(request);
    asked.add(request.getClass().getSimpleName() + " " + id + " by " + user());
    Runnable answer =
        Context.current()
            .wrap(
                () -> {
                  try {
                    FieldRules.check(request);
                    failIfAsked(id);
                    caller.onNext(value.get());
                    caller.onCompleted();
                  } catch (RuntimeException failure) {
                    caller.onError(Faults.toStatus(failure));
                  }
                });
    if (id.equals("hold")) {
      held.add(answer);
    } else {
      answer.run();
    }
  }

  static void failIfAsked(String id) {
    switch (id) {
      case "gone" -> throw Fault.notFound("thing", id);
      case "down" -> throw Fault.unavailable("Away.", Duration.ofMillis(1500));
      case "bug" -> throw new IllegalStateException("the secret of the house");
      case "forbidden" -> throw new Fault(FaultCode.PERMISSION_DENIED, "Not you.");
      default -> {
        // All is well.
      }
    }
  }

  static String user() {
    return IdentityServerInterceptor.current().user();
  }
}
