package dev.devtail.session.events.r2dbc;

import dev.devtail.kit.database.Columns;
import dev.devtail.kit.database.Database;
import dev.devtail.session.events.Event;
import dev.devtail.session.events.EventNotice;
import dev.devtail.session.events.EventStore;
import dev.devtail.session.events.EventType;
import dev.devtail.session.events.Metric;
import dev.devtail.session.events.MetricQuery;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** {@link EventStore} on PostgreSQL. A list is one statement, however long it is. */
public final class R2dbcEventStore implements EventStore {

  /**
   * The primary key holds the time too (partitions), so an id that comes again under another time
   * is looked for as well. A session that is deleted by now has left its user's name on its events.
   */
  private static final String INSERT_EVENTS =
      """
      with news as (
        select distinct on (id) *
        from unnest(cast(:ids as uuid[]), cast(:sessions as text[]), cast(:types as text[]),
            cast(:data as text[]), cast(:times as timestamptz[]))
          with ordinality as news (id, session_id, type, data, time, place)
        order by id, time
      ), recorded as (
        insert into events (id, session_id, user_name, type, data, time)
        select news.id, news.session_id,
          coalesce(sessions.user_name,
            (select earlier.user_name from events earlier
              where earlier.session_id = news.session_id and earlier.user_name is not null
              limit 1)),
          news.type, cast(news.data as jsonb), news.time
        from news left join sessions on sessions.id = news.session_id
        where not exists (select from events where events.id = news.id)
        order by news.place
        on conflict do nothing
        returning id, time, user_name
      )
      """
          + Notices.GIVE;

  private static final String INSERT_METRICS =
      """
      insert into metrics (session_id, name, value, time)
      select * from unnest(cast(:sessions as text[]), cast(:names as text[]),
          cast(:values as double precision[]), cast(:times as timestamptz[]))
      on conflict do nothing
      """;

  private static final String SELECT =
      """
      select id, session_id, type, cast(data as text) as data, time
      from events
      """;

  private final Database database;

  public R2dbcEventStore(Database database) {
    this.database = database;
  }

  @Override
  public Mono<Void> recordEvents(List<Event> events, Instant now) {
    return database.inTransaction(
        client ->
            client
                .sql(INSERT_EVENTS)
                .bind("ids", events.stream().map(Event::id).toArray(UUID[]::new))
                .bind("sessions", events.stream().map(Event::sessionId).toArray(String[]::new))
                .bind("types", events.stream().map(e -> e.type().name()).toArray(String[]::new))
                .bind("data", events.stream().map(Event::data).toArray(String[]::new))
                .bind("times", events.stream().map(Event::time).toArray(Instant[]::new))
                .then()
                .then(SessionActivity.touch(client, latestBySession(events, now)))
                .then());
  }

  private static Map<String, Instant> latestBySession(List<Event> events, Instant now) {
    return events.stream()
        .collect(
            Collectors.toMap(
                Event::sessionId,
                event -> event.time().isAfter(now) ? now : event.time(),
                BinaryOperator.maxBy(Instant::compareTo)));
  }

  @Override
  public Mono<Void> recordMetrics(List<Metric> metrics) {
    return database.call(
        client ->
            client
                .sql(INSERT_METRICS)
                .bind("sessions", metrics.stream().map(Metric::sessionId).toArray(String[]::new))
                .bind("names", metrics.stream().map(Metric::name).toArray(String[]::new))
                .bind("values", metrics.stream().map(Metric::value).toArray(Double[]::new))
                .bind("times", metrics.stream().map(Metric::time).toArray(Instant[]::new))
                .then());
  }

  @Override
  public Mono<Event> find(EventNotice notice) {
    return database.call(
        client ->
            client
                .sql(SELECT + "where id = :id and time = :time and user_name = :user")
                .bind("id", notice.id())
                .bind("time", notice.time())
                .bind("user", notice.user())
                .map(R2dbcEventStore::event)
                .one());
  }

  @Override
  public Mono<List<Metric>> metrics(String sessionId, MetricQuery query) {
    return database.call(
        client -> {
          Instant from = query.from();
          Instant until = query.until();
          DatabaseClient.GenericExecuteSpec statement =
              client
                  .sql(
                      """
                      select session_id, name, value, time from metrics
                      where session_id = :session and (:name = '' or name = :name)
                        and (cast(:from as timestamptz) is null or time >= :from)
                        and (cast(:until as timestamptz) is null or time < :until)
                      order by time desc, name limit :limit
                      """)
                  .bind("session", sessionId)
                  .bind("name", query.name())
                  .bind("limit", query.limit());
          statement = bind(statement, "from", from);
          statement = bind(statement, "until", until);
          return statement.map(R2dbcEventStore::metric).all().collectList();
        });
  }

  private static DatabaseClient.GenericExecuteSpec bind(
      DatabaseClient.GenericExecuteSpec statement, String name, @Nullable Instant time) {
    return time == null ? statement.bindNull(name, Instant.class) : statement.bind(name, time);
  }

  private static Metric metric(Readable row) {
    return new Metric(
        Columns.text(row, "session_id"),
        Columns.text(row, "name"),
        Columns.get(row, "value", Double.class),
        Columns.time(row, "time"));
  }

  @Override
  public Mono<List<Event>> newest(String sessionId, int limit) {
    return database.call(
        client ->
            client
                .sql(
                    SELECT + "where session_id = :session order by time desc, id desc limit :limit")
                .bind("session", sessionId)
                .bind("limit", limit)
                .map(R2dbcEventStore::event)
                .all()
                .collectList());
  }

  private static Event event(Readable row) {
    return new Event(
        Columns.get(row, "id", UUID.class),
        Columns.text(row, "session_id"),
        type(Columns.text(row, "type")),
        Columns.text(row, "data"),
        Columns.time(row, "time"));
  }

  private static EventType type(String name) {
    return Arrays.stream(EventType.values())
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElse(EventType.UNKNOWN);
  }
}
