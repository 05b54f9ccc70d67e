package dev.devtail.context.cache;

import dev.devtail.context.index.FileFacts;
import dev.devtail.context.live.FactsCache;
import dev.devtail.context.live.FactsKey;
import dev.devtail.context.workspace.ContentHash;
import dev.devtail.kit.database.Columns;
import dev.devtail.kit.database.Database;
import dev.devtail.syntax.Language;
import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * {@link FactsCache} on PostgreSQL. Bytes go there as text: the driver cannot send arrays of bytes.
 */
public final class R2dbcFactsCache implements FactsCache {

  private static final String FIND =
      """
      select hash, language, facts from context_cache
      where user_name = :user
        and hash in (select decode(given, 'hex') from unnest(:hashes) as given)
      """;

  /** What is there already is used today. */
  private static final String KEEP =
      """
      insert into context_cache (user_name, hash, language, facts, used_on)
      select :user, decode(hash, 'hex'), language, decode(facts, 'base64'), :today
      from unnest(:hashes, :languages, :facts) as given (hash, language, facts)
      on conflict (user_name, hash, language)
      do update set facts = excluded.facts, used_on = excluded.used_on
      """;

  private static final String TOUCH =
      """
      update context_cache set used_on = :today
      where user_name = :user and used_on < :today
        and hash in (select decode(given, 'hex') from unnest(:hashes) as given)
      """;

  private static final String FORGET = "delete from context_cache where used_on < :before";

  private final Database database;
  private final Clock clock;

  public R2dbcFactsCache(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Mono<Map<FactsKey, FileFacts>> find(String user, Collection<FactsKey> keys) {
    String[] hashes = keys.stream().map(key -> key.hash().hex()).distinct().toArray(String[]::new);
    Set<FactsKey> wanted = Set.copyOf(keys);
    return database.call(
        client ->
            client
                .sql(FIND)
                .bind("user", user)
                .bind("hashes", hashes)
                .map(R2dbcFactsCache::row)
                .all()
                .filter(row -> wanted.contains(row.key()))
                .collectList()
                .map(R2dbcFactsCache::decoded)
                .flatMap(
                    found ->
                        client
                            .sql(TOUCH)
                            .bind("user", user)
                            .bind("hashes", hashes)
                            .bind("today", today())
                            .then()
                            .thenReturn(found)));
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Row(FactsKey key, byte[] facts) {}

  private static Row row(Readable row) {
    ContentHash hash = ContentHash.of(Columns.get(row, "hash", byte[].class));
    Language language =
        Language.byId(Columns.get(row, "language", String.class)).orElse(Language.TEXT);
    return new Row(new FactsKey(hash, language), Columns.get(row, "facts", byte[].class));
  }

  private static Map<FactsKey, FileFacts> decoded(List<Row> rows) {
    Map<FactsKey, FileFacts> found = new HashMap<>();
    for (Row row : rows) {
      FactsCodec.decode(row.key().hash(), row.key().language(), row.facts())
          .ifPresent(facts -> found.put(row.key(), facts));
    }
    return found;
  }

  @Override
  public Mono<Void> keep(String user, Map<FactsKey, FileFacts> facts) {
    List<String> hashes = new ArrayList<>();
    List<String> languages = new ArrayList<>();
    List<String> encoded = new ArrayList<>();
    facts.forEach(
        (key, of) -> {
          hashes.add(key.hash().hex());
          languages.add(key.language().id());
          encoded.add(Base64.getEncoder().encodeToString(FactsCodec.encode(of)));
        });
    return database.call(
        client ->
            client
                .sql(KEEP)
                .bind("user", user)
                .bind("today", today())
                .bind("hashes", hashes.toArray(String[]::new))
                .bind("languages", languages.toArray(String[]::new))
                .bind("facts", encoded.toArray(String[]::new))
                .then());
  }

  /** Forgets what nobody has used since a day. */
  public Mono<Long> forgetBefore(LocalDate day) {
    return database.upkeep(client -> client.sql(FORGET).bind("before", day).fetch().rowsUpdated());
  }

  private LocalDate today() {
    return LocalDate.now(clock);
  }
}
