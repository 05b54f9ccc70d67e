package dev.devtail.session.sessions.r2dbc;

import dev.devtail.kit.database.Columns;
import dev.devtail.kit.database.Database;
import dev.devtail.kit.database.TransactionLock;
import dev.devtail.session.events.r2dbc.Notices;
import dev.devtail.session.sessions.Session;
import dev.devtail.session.sessions.SessionChange;
import dev.devtail.session.sessions.SessionStore;
import dev.devtail.session.sessions.Workspace;
import io.r2dbc.spi.Readable;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

/** {@link SessionStore} on PostgreSQL. */
public final class R2dbcSessionStore implements SessionStore {

  private static final String SELECT =
      """
      select id, user_name, workspace, name, created_at, updated_at, last_activity_at
      from sessions
      """;
  private static final String INSERT =
      """
      insert into sessions
        (id, user_name, workspace, name, is_default, created_at, updated_at, last_activity_at)
      values (:id, :user, :workspace, :name, :default, :created, :updated, :activity)
      """;
  private static final String INSERT_EVENT =
      """
      with recorded as (
        insert into events (id, session_id, user_name, type, data, time)
        values (:id, :session, :user, :type,
          jsonb_build_object('name', cast(:name as text), 'workspace', cast(:workspace as text)),
          :time)
        returning id, time, user_name
      )
      """
          + Notices.GIVE;

  private final Database database;

  public R2dbcSessionStore(Database database) {
    this.database = database;
  }

  @Override
  public Mono<Boolean> create(Session session, SessionChange change, int limit) {
    return database.inTransaction(
        client ->
            TransactionLock.take(client, session.user())
                .then(count(client, session.user()))
                .flatMap(
                    count ->
                        count >= limit
                            ? Mono.just(false)
                            : bind(client.sql(INSERT), session, false)
                                .then()
                                .then(insertEvent(client, session, change))
                                .thenReturn(true)));
  }

  private static Mono<Long> count(DatabaseClient client, String user) {
    return client
        .sql("select count(*) as sessions from sessions where user_name = :user")
        .bind("user", user)
        .map((Readable row) -> Columns.get(row, "sessions", Long.class))
        .one();
  }

  @Override
  public Mono<Void> createDefault(Session session, SessionChange change) {
    return database.inTransaction(
        client ->
            bind(
                    client.sql(
                        INSERT + "on conflict (user_name, workspace) where is_default do nothing"),
                    session,
                    true)
                .fetch()
                .rowsUpdated()
                .flatMap(
                    added -> added == 0 ? Mono.empty() : insertEvent(client, session, change)));
  }

  @Override
  public Mono<Session> find(String user, String id) {
    return database.call(
        client ->
            client
                .sql(SELECT + "where id = :id and user_name = :user")
                .bind("id", id)
                .bind("user", user)
                .map(R2dbcSessionStore::session)
                .one());
  }

  @Override
  public Mono<Session> oldestIn(String user, Workspace workspace) {
    return database.call(
        client ->
            client
                .sql(
                    SELECT
                        + """
                        where user_name = :user and workspace = :workspace
                        order by created_at, id limit 1
                        """)
                .bind("user", user)
                .bind("workspace", workspace.path())
                .map(R2dbcSessionStore::session)
                .one());
  }

  @Override
  public Mono<List<Session>> list(String user) {
    return database.call(
        client ->
            client
                .sql(SELECT + "where user_name = :user order by created_at, id")
                .bind("user", user)
                .map(R2dbcSessionStore::session)
                .all()
                .collectList());
  }

  @Override
  public Mono<Session> rename(String user, String id, String name, SessionChange change) {
    return database.inTransaction(
        client ->
            client
                .sql(
                    """
                    update sessions
                    set name = :name, updated_at = :time,
                      last_activity_at = greatest(last_activity_at, :time)
                    where id = :id and user_name = :user
                    returning *
                    """)
                .bind("name", name)
                .bind("time", change.time())
                .bind("id", id)
                .bind("user", user)
                .map(R2dbcSessionStore::session)
                .one()
                .flatMap(session -> insertEvent(client, session, change).thenReturn(session)));
  }

  @Override
  public Mono<Session> delete(String user, String id, SessionChange change) {
    return database.inTransaction(
        client ->
            client
                .sql("delete from sessions where id = :id and user_name = :user returning *")
                .bind("id", id)
                .bind("user", user)
                .map(R2dbcSessionStore::session)
                .one()
                .flatMap(session -> insertEvent(client, session, change).thenReturn(session)));
  }

  private static Mono<Void> insertEvent(
      DatabaseClient client, Session session, SessionChange change) {
    return client
        .sql(INSERT_EVENT)
        .bind("id", change.eventId())
        .bind("session", session.id())
        .bind("user", session.user())
        .bind("type", change.type().name())
        .bind("name", session.name())
        .bind("workspace", session.workspace())
        .bind("time", change.time())
        .then();
  }

  private static GenericExecuteSpec bind(
      GenericExecuteSpec insert, Session session, boolean isDefault) {
    return insert
        .bind("id", session.id())
        .bind("user", session.user())
        .bind("workspace", session.workspace())
        .bind("name", session.name())
        .bind("default", isDefault)
        .bind("created", session.createdAt())
        .bind("updated", session.updatedAt())
        .bind("activity", session.lastActivityAt());
  }

  private static Session session(Readable row) {
    return new Session(
        Columns.text(row, "id"),
        Columns.text(row, "user_name"),
        Columns.text(row, "workspace"),
        Columns.text(row, "name"),
        Columns.time(row, "created_at"),
        Columns.time(row, "updated_at"),
        Columns.time(row, "last_activity_at"));
  }
}
