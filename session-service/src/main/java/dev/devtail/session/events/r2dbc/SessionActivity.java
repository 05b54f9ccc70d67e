package dev.devtail.session.events.r2dbc;

import java.time.Instant;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Moves sessions' last activity forward, as part of the transaction that records the activity. */
public final class SessionActivity {

  /** Locks the sessions in one order, so that two of these at once cannot wait for each other. */
  private static final String TOUCH =
      """
      with news as (
        select session_id, time
        from unnest(cast(:sessions as text[]), cast(:times as timestamptz[]))
          as news (session_id, time)
      ), locked as (
        select id, news.time
        from sessions join news on news.session_id = sessions.id
        where sessions.last_activity_at < news.time
        order by id
        for update of sessions
      )
      update sessions set last_activity_at = locked.time
      from locked where sessions.id = locked.id
      """;

  private SessionActivity() {}

  /**
   * @param latest per session id, when something last happened; ids without a session are passed
   *     over
   */
  public static Mono<Long> touch(DatabaseClient client, Map<String, Instant> latest) {
    return client
        .sql(TOUCH)
        .bind("sessions", latest.keySet().toArray(String[]::new))
        .bind("times", latest.values().toArray(Instant[]::new))
        .fetch()
        .rowsUpdated();
  }
}
