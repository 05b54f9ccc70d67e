package dev.devtail.session.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.grpc.Faults;
import dev.devtail.protocol.service.v1.EventNews;
import dev.devtail.protocol.service.v1.SessionServiceGrpc;
import dev.devtail.protocol.v1.Event;
import dev.devtail.protocol.v1.WatchEvents;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client that watches a user's events, as a gateway does. */
public final class EventWatcher
    implements ClientResponseObserver<WatchEvents, EventNews>, AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What came: {@link EventNews}, or the failure that ended it. */
  private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

  private final boolean reading;
  private @Nullable ClientCallStreamObserver<WatchEvents> call;

  private EventWatcher(boolean reading) {
    this.reading = reading;
  }

  /** Begins to watch; {@link #awaitWatching} or {@link #awaitEnd} says whether it does. */
  public static EventWatcher of(TestService service, String user) {
    return begin(new EventWatcher(true), service, user);
  }

  /** One that takes nothing until {@link #read}. */
  public static EventWatcher thatReadsNothing(TestService service, String user) {
    return begin(new EventWatcher(false), service, user);
  }

  private static EventWatcher begin(EventWatcher watcher, TestService service, String user) {
    service
        .asUser(user, SessionServiceGrpc::newStub)
        .watchEvents(WatchEvents.getDefaultInstance(), watcher);
    return watcher;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<WatchEvents> starting) {
    call = starting;
    if (!reading) {
      starting.disableAutoRequestWithInitial(0);
    }
  }

  @Override
  public void onNext(EventNews news) {
    told.add(news);
    if (!reading) {
      read();
    }
  }

  public void read() {
    assertThat(call).isNotNull();
    call.request(1);
  }

  @Override
  public void onError(Throwable failure) {
    told.add(failure);
  }

  @Override
  public void onCompleted() {
    told.add(new AssertionError("it has completed"));
  }

  private Object next() {
    try {
      Object next = told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(next).as("nothing came").isNotNull();
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public EventWatcher awaitWatching() {
    assertThat(next())
        .isInstanceOfSatisfying(EventNews.class, news -> assertThat(news.hasWatching()).isTrue());
    return this;
  }

  public Event awaitEvent() {
    Object next = next();
    assertThat(next).isInstanceOf(EventNews.class);
    return ((EventNews) next).getEvent();
  }

  /** How it ended; what came before is passed over. */
  public Fault awaitEnd() {
    while (true) {
      if (next() instanceof StatusRuntimeException end) {
        return Faults.toFault(end);
      }
    }
  }

  @Override
  public void close() {
    if (call != null) {
      call.cancel("enough", null);
    }
  }
}
