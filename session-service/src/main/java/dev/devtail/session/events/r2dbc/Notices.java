package dev.devtail.session.events.r2dbc;

import dev.devtail.session.events.EventNotice;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Notices of events as PostgreSQL's notifications carry them: id, time in microseconds since the
 * epoch, and user. They are sent when the transaction that records the events commits, and not at
 * all if it does not. A notification holds less than 8000 bytes: so ids, and no contents.
 */
public final class Notices {

  static final String CHANNEL = "devtail_events";

  /** Ends a statement whose part {@code recorded} returns id, time and user_name of new events. */
  public static final String GIVE =
      """
      select pg_notify('devtail_events',
        id || ' ' || cast(extract(epoch from time) * 1000000 as bigint) || ' ' || user_name)
      from recorded where user_name is not null
      """;

  /** A user's name may hold spaces. */
  private static final int PARTS = 3;

  private Notices() {}

  /**
   * @throws IllegalArgumentException if it is none
   */
  static EventNotice parse(String payload) {
    String[] parts = payload.split(" ", PARTS);
    if (parts.length < PARTS) {
      throw new IllegalArgumentException("notice of an event: " + payload);
    }
    return new EventNotice(
        UUID.fromString(parts[0]),
        Instant.EPOCH.plus(Long.parseLong(parts[1]), ChronoUnit.MICROS),
        parts[2]);
  }
}
