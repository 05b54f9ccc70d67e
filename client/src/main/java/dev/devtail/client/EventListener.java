package dev.devtail.client;

import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.Event;
import org.jspecify.annotations.Nullable;

/** What a watch of events tells; on the client's loop, so none of it may block. */
public interface EventListener {

  /**
   * From here on every event comes. Some may have been missed before, the first time and after each
   * {@link #onInterrupted}: list now.
   */
  void onLive();

  void onEvent(Event event);

  /** Events may be missed from here on. It comes back by itself. */
  default void onInterrupted() {}

  /**
   * Over for good.
   *
   * @param error why, null if it was asked for
   */
  void onClosed(@Nullable Error error);
}
