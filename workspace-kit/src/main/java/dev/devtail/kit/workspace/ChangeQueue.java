package dev.devtail.kit.workspace;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;

/**
 * Changes on their way to one who may be slow: what is not taken at once becomes one change of
 * everything, so that nothing piles up. Thread-safe.
 */
final class ChangeQueue implements TreeListener {

  private final FluxSink<TreeChange> sink;
  private boolean everything;
  private TreeChange.@Nullable Head head;

  ChangeQueue(FluxSink<TreeChange> sink) {
    this.sink = sink;
    sink.onRequest(_ -> flush());
  }

  @Override
  public synchronized void changed(TreeChange change) {
    if (isWanted() && !everything && head == null) {
      sink.next(change);
    } else if (change instanceof TreeChange.Head latest) {
      head = latest;
    } else {
      everything = true;
    }
  }

  private boolean isWanted() {
    return sink.requestedFromDownstream() > 0;
  }

  private synchronized void flush() {
    if (everything && isWanted()) {
      everything = false;
      sink.next(new TreeChange.Everything());
    }
    TreeChange.Head latest = head;
    if (latest != null && isWanted()) {
      head = null;
      sink.next(latest);
    }
  }

  @Override
  public void failed(RuntimeException failure) {
    sink.error(failure);
  }
}
