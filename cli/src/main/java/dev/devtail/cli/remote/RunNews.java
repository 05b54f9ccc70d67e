package dev.devtail.cli.remote;

import com.google.protobuf.Value;
import dev.devtail.client.EventListener;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.Event;
import dev.devtail.protocol.v1.EventType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What happens in one run, for a command that waits. */
final class RunNews implements EventListener {

  private final String run;
  private final BlockingQueue<Optional<Event>> waiting = new LinkedBlockingQueue<>();

  RunNews(String run) {
    this.run = run;
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

  static boolean isStepStarted(Event event) {
    return event.getType() == EventType.EVENT_TYPE_AGENT_STEP_STARTED;
  }

  @Override
  public void onLive() {
    waiting.add(Optional.empty());
  }

  @Override
  public void onEvent(Event event) {
    Value of = event.getData().getFieldsOrDefault("run", Value.getDefaultInstance());
    if (of.getStringValue().equals(run)) {
      waiting.add(Optional.of(event));
    }
  }

  @Override
  public void onClosed(@Nullable Error error) {
    waiting.add(Optional.empty());
  }
}
