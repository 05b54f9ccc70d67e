package dev.devtail.session.events;

import reactor.core.publisher.Flux;

/** Brings news of events, whichever instance of the service has recorded them. */
public interface EventNotices {

  /** What a listener hears. */
  sealed interface Heard {

    /** From here on nothing is missed. Heard first, and once. */
    record Listening() implements Heard {}

    record Recorded(EventNotice notice) implements Heard {}
  }

  /**
   * Listens while it is subscribed to. It never completes; it fails as soon as a notice may have
   * been missed.
   */
  Flux<Heard> listen();
}
