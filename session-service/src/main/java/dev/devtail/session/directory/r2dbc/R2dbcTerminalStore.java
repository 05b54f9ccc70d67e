package dev.devtail.session.directory.r2dbc;

import dev.devtail.kit.database.Columns;
import dev.devtail.kit.database.Database;
import dev.devtail.session.directory.TerminalEntry;
import dev.devtail.session.directory.TerminalStore;
import dev.devtail.session.events.r2dbc.SessionActivity;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** {@link TerminalStore} on PostgreSQL. */
public final class R2dbcTerminalStore implements TerminalStore {

  /** Within one life, what has ended stays ended. */
  private static final String UPSERT =
      """
      insert into terminals as stored
        (id, session_id, user_name, address, epoch, description, started_at, ended_at)
      values (:id, :session, :user, :address, :epoch, :description, :started, :ended)
      on conflict (id) do update set
        session_id = excluded.session_id,
        address = excluded.address,
        epoch = excluded.epoch,
        description = excluded.description,
        started_at = excluded.started_at,
        ended_at = case when excluded.ended_at is not null
          then coalesce(stored.ended_at, excluded.ended_at) end
      where stored.user_name = excluded.user_name
        and (excluded.epoch > stored.epoch
          or excluded.epoch = stored.epoch
            and (stored.ended_at is null or excluded.ended_at is not null))
      """;

  private static final String SELECT =
      """
      select id, session_id, user_name, address, epoch, description, started_at,
        ended_at is not null as ended
      from terminals
      """;

  private final Database database;

  public R2dbcTerminalStore(Database database) {
    this.database = database;
  }

  @Override
  public Mono<Registration> register(TerminalEntry entry, Instant now) {
    return database.inTransaction(
        client ->
            upsert(client, entry, now)
                .flatMap(
                    written ->
                        written == 0
                            ? whyNot(client, entry)
                            : SessionActivity.touch(client, Map.of(entry.sessionId(), now))
                                .thenReturn(Registration.STORED)));
  }

  private static Mono<Long> upsert(DatabaseClient client, TerminalEntry entry, Instant now) {
    return client
        .sql(UPSERT)
        .bind("id", entry.terminalId())
        .bind("session", entry.sessionId())
        .bind("user", entry.user())
        .bind("address", entry.address())
        .bind("epoch", entry.epoch())
        .bind("description", entry.description())
        .bind("started", entry.startedAt())
        .bind(
            "ended",
            entry.ended() ? Parameters.in(now) : Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE))
        .fetch()
        .rowsUpdated();
  }

  private static Mono<Registration> whyNot(DatabaseClient client, TerminalEntry refused) {
    return client
        .sql(SELECT + "where id = :id")
        .bind("id", refused.terminalId())
        .map(R2dbcTerminalStore::entry)
        .one()
        .map(
            stored -> {
              if (!stored.user().equals(refused.user())) {
                return Registration.FOREIGN;
              }
              return stored.epoch() > refused.epoch() ? Registration.STALE : Registration.OVERTAKEN;
            });
  }

  @Override
  public Mono<TerminalEntry> find(String user, String terminalId) {
    return database.call(
        client ->
            client
                .sql(SELECT + "where id = :id and user_name = :user")
                .bind("id", terminalId)
                .bind("user", user)
                .map(R2dbcTerminalStore::entry)
                .one());
  }

  @Override
  public Mono<List<TerminalEntry>> list(String user, String sessionId, boolean includeEnded) {
    return database.call(
        client ->
            client
                .sql(
                    SELECT
                        + """
                        where user_name = :user
                          and (:session = '' or session_id = :session)
                          and (:ended or ended_at is null)
                        order by started_at, id
                        """)
                .bind("user", user)
                .bind("session", sessionId)
                .bind("ended", includeEnded)
                .map(R2dbcTerminalStore::entry)
                .all()
                .collectList());
  }

  @Override
  public Mono<Long> removeEndedBefore(Instant time) {
    return database.call(
        client ->
            client
                .sql("delete from terminals where ended_at < :time")
                .bind("time", time)
                .fetch()
                .rowsUpdated());
  }

  private static TerminalEntry entry(Readable row) {
    return new TerminalEntry(
        Columns.text(row, "id"),
        Columns.text(row, "session_id"),
        Columns.text(row, "user_name"),
        Columns.text(row, "address"),
        Columns.get(row, "epoch", Long.class),
        Columns.get(row, "ended", Boolean.class),
        Columns.time(row, "started_at"),
        Columns.get(row, "description", ByteBuffer.class));
  }
}
