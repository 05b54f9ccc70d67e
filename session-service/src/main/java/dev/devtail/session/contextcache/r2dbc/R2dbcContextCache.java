package dev.devtail.session.contextcache.r2dbc;

import dev.devtail.kit.database.Columns;
import dev.devtail.kit.database.Database;
import dev.devtail.session.contextcache.ContextCache;
import dev.devtail.session.contextcache.ContextSnapshot;
import io.r2dbc.spi.Readable;
import java.nio.ByteBuffer;
import reactor.core.publisher.Mono;

/** {@link ContextCache} on PostgreSQL. */
public final class R2dbcContextCache implements ContextCache {

  private final Database database;

  public R2dbcContextCache(Database database) {
    this.database = database;
  }

  @Override
  public Mono<ContextSnapshot> find(String user, String workspace) {
    return database.call(
        client ->
            client
                .sql(
                    """
                    select user_name, workspace, code_map, generated_at, file_count, symbol_count
                    from context_cache where user_name = :user and workspace = :workspace
                    """)
                .bind("user", user)
                .bind("workspace", workspace)
                .map(R2dbcContextCache::snapshot)
                .one());
  }

  @Override
  public Mono<Void> put(ContextSnapshot snapshot) {
    return database.call(
        client ->
            client
                .sql(
                    """
                    insert into context_cache as stored
                      (user_name, workspace, code_map, generated_at, file_count, symbol_count)
                    values (:user, :workspace, :codeMap, :generated, :files, :symbols)
                    on conflict (user_name, workspace) do update set
                      code_map = excluded.code_map,
                      generated_at = excluded.generated_at,
                      file_count = excluded.file_count,
                      symbol_count = excluded.symbol_count
                    where excluded.generated_at >= stored.generated_at
                    """)
                .bind("user", snapshot.user())
                .bind("workspace", snapshot.workspace())
                .bind("codeMap", snapshot.codeMap())
                .bind("generated", snapshot.generatedAt())
                .bind("files", snapshot.fileCount())
                .bind("symbols", snapshot.symbolCount())
                .then());
  }

  private static ContextSnapshot snapshot(Readable row) {
    return new ContextSnapshot(
        Columns.text(row, "user_name"),
        Columns.text(row, "workspace"),
        Columns.get(row, "code_map", ByteBuffer.class),
        Columns.time(row, "generated_at"),
        Columns.get(row, "file_count", Long.class),
        Columns.get(row, "symbol_count", Long.class));
  }
}
