package dev.devtail.cli.remote;

import com.google.protobuf.Value;
import dev.devtail.client.EventListener;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.Event;
import dev.devtail.protocol.v1.EventType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What happens in the user's runs, for a command that waits. */
final class RunNews implements EventListener {

  private final CountDownLatch live = new CountDownLatch(1);
  private final BlockingQueue<Optional<Event>> waiting = new LinkedBlockingQueue<>();

  /**
   * Waits until everything is told from now on.
   *
   * @param atMost so long; events may not come at all
   */
  void awaitLive(Duration atMost) throws InterruptedException {
    live.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * The next event; empty if the time is up, or something may have been missed.
   *
   * @param atMost waited for it
   */
  Optional<Event> next(Duration atMost) throws InterruptedException {
    Optional<Event> news = waiting.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    return news == null ? Optional.empty() : news;
  }

  static boolean isOf(String run, Event event) {
    Value of = event.getData().getFieldsOrDefault("run", Value.getDefaultInstance());
    return of.getStringValue().equals(run);
  }

  static boolean isStepStarted(Event event) {
    return event.getType() == EventType.EVENT_TYPE_AGENT_STEP_STARTED;
  }

  @Override
  public void onLive() {
    live.countDown();
    waiting.add(Optional.empty());
  }

  @Override
  public void onEvent(Event event) {
    waiting.add(Optional.of(event));
  }

  @Override
  public void onClosed(@Nullable Error error) {
    live.countDown();
    waiting.add(Optional.empty());
  }
}
