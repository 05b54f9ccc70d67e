package dev.devtail.session.events;

/** What somebody who watches events is told. */
public sealed interface News {

  /** Every event that is recorded from here on comes. Told first, and once. */
  record Watching() implements News {}

  record Happened(Event event) implements News {}
}
