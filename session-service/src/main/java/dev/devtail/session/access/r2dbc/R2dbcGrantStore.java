package dev.devtail.session.access.r2dbc;

import dev.devtail.kit.database.Columns;
import dev.devtail.kit.database.Database;
import dev.devtail.kit.database.TransactionLock;
import dev.devtail.session.access.Grant;
import dev.devtail.session.access.GrantKind;
import dev.devtail.session.access.GrantStore;
import dev.devtail.session.access.Scope;
import dev.devtail.session.access.SecretHash;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

/** {@link GrantStore} on PostgreSQL. */
public final class R2dbcGrantStore implements GrantStore {

  private static final String INSERT =
      """
      insert into grants
        (id, user_name, kind, terminal_id, role, session_id, note, secret_sha256, created_at,
          expires_at)
      values (:id, :user, :kind, :terminal, :role, :session, :note, :secret, :created, :expires)
      """;

  private static final String SELECT =
      """
      select id, user_name, kind, terminal_id, role, session_id, note, secret_sha256, created_at,
        expires_at, last_used_at
      from grants
      """;

  private static final String GOOD = " and revoked_at is null and expires_at > :time";

  private final Database database;

  public R2dbcGrantStore(Database database) {
    this.database = database;
  }

  @Override
  public Mono<Boolean> add(Grant grant, int limit) {
    return database.inTransaction(
        client ->
            lock(client, grant)
                .then(count(client, grant))
                .flatMap(
                    count ->
                        count >= limit
                            ? Mono.just(false)
                            : bind(client.sql(INSERT), grant).then().thenReturn(true)));
  }

  /** One at a time per user and kind until the transaction ends, so that the count stays true. */
  private static Mono<Void> lock(DatabaseClient client, Grant grant) {
    return TransactionLock.take(client, "grants " + grant.scope().kind() + " " + grant.user());
  }

  private static Mono<Long> count(DatabaseClient client, Grant grant) {
    return client
        .sql(
            "select count(*) as grants from grants where user_name = :user and kind = :kind" + GOOD)
        .bind("user", grant.user())
        .bind("kind", grant.scope().kind().name())
        .bind("time", grant.createdAt())
        .map((Readable row) -> Columns.get(row, "grants", Long.class))
        .one();
  }

  @Override
  public Mono<List<Grant>> findGood(Collection<String> ids, Instant time) {
    return database.call(
        client ->
            client
                .sql(SELECT + "where id = any(:ids)" + GOOD)
                .bind("ids", ids.toArray(String[]::new))
                .bind("time", time)
                .map(R2dbcGrantStore::grant)
                .all()
                .collectList());
  }

  @Override
  public Mono<List<Grant>> listGood(String user, GrantKind kind, Instant time) {
    return database.call(
        client ->
            client
                .sql(
                    SELECT
                        + "where user_name = :user and kind = :kind"
                        + GOOD
                        + " order by created_at desc, id")
                .bind("user", user)
                .bind("kind", kind.name())
                .bind("time", time)
                .map(R2dbcGrantStore::grant)
                .all()
                .collectList());
  }

  @Override
  public Mono<Boolean> revoke(String user, GrantKind kind, String id, Instant time) {
    return database.call(
        client ->
            client
                .sql(
                    "update grants set revoked_at = :time"
                        + " where id = :id and user_name = :user and kind = :kind"
                        + GOOD)
                .bind("time", time)
                .bind("id", id)
                .bind("user", user)
                .bind("kind", kind.name())
                .fetch()
                .rowsUpdated()
                .map(updated -> updated > 0));
  }

  @Override
  public Mono<Void> used(Collection<String> ids, Instant time, Instant devicesExpireAt) {
    return database.call(
        client ->
            client
                .sql(
                    """
                    update grants set last_used_at = :time,
                      expires_at = case kind when 'DEVICE' then :expires else expires_at end
                    where id = any(:ids)
                    """)
                .bind("time", time)
                .bind("expires", devicesExpireAt)
                .bind("ids", ids.toArray(String[]::new))
                .then());
  }

  @Override
  public Mono<Long> removeEndedBefore(Instant time) {
    return database.call(
        client ->
            client
                .sql("delete from grants where least(expires_at, revoked_at) < :time")
                .bind("time", time)
                .fetch()
                .rowsUpdated());
  }

  private static GenericExecuteSpec bind(GenericExecuteSpec insert, Grant grant) {
    GenericExecuteSpec scoped =
        switch (grant.scope()) {
          case Scope.Everything everything -> scope(insert, null, null, null);
          case Scope.OneTerminal one -> scope(insert, one.terminalId(), one.role(), null);
          case Scope.Models models -> scope(insert, null, null, models.sessionId());
        };
    return scoped
        .bind("id", grant.id())
        .bind("user", grant.user())
        .bind("kind", grant.scope().kind().name())
        .bind("note", grant.note())
        .bind("secret", grant.secret().bytes())
        .bind("created", grant.createdAt())
        .bind("expires", grant.expiresAt());
  }

  private static GenericExecuteSpec scope(
      GenericExecuteSpec insert,
      @Nullable String terminal,
      Scope.@Nullable Role role,
      @Nullable String session) {
    return insert
        .bind("terminal", Parameters.in(R2dbcType.VARCHAR, terminal))
        .bind("role", Parameters.in(R2dbcType.VARCHAR, role == null ? null : role.name()))
        .bind("session", Parameters.in(R2dbcType.VARCHAR, session));
  }

  private static Grant grant(Readable row) {
    return new Grant(
        Columns.text(row, "id"),
        Columns.text(row, "user_name"),
        scope(row),
        Columns.text(row, "note"),
        SecretHash.stored(Columns.get(row, "secret_sha256", ByteBuffer.class)),
        Columns.time(row, "created_at"),
        Columns.time(row, "expires_at"),
        row.get("last_used_at", Instant.class));
  }

  private static Scope scope(Readable row) {
    return switch (GrantKind.valueOf(Columns.text(row, "kind"))) {
      case DEVICE -> new Scope.Everything();
      case SHARE ->
          new Scope.OneTerminal(
              Columns.text(row, "terminal_id"), Scope.Role.valueOf(Columns.text(row, "role")));
      case KEY -> new Scope.Models(row.get("session_id", String.class));
    };
  }
}
