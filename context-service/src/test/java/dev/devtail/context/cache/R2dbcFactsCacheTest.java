package dev.devtail.context.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.context.index.FileFacts;
import dev.devtail.context.index.Terms;
import dev.devtail.context.live.FactsKey;
import dev.devtail.context.testing.ContextDatabase;
import dev.devtail.context.workspace.ContentHash;
import dev.devtail.kit.database.Database;
import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.Import;
import dev.devtail.syntax.Language;
import dev.devtail.syntax.Mention;
import dev.devtail.syntax.Reading;
import dev.devtail.syntax.Symbol;
import dev.devtail.syntax.SymbolKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

@ExtendWith(ContextDatabase.class)
class R2dbcFactsCacheTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final Database database;
  private final R2dbcFactsCache cache;
  private final String ada = "ada-" + UUID.randomUUID();

  R2dbcFactsCacheTest(Database database) {
    this.database = database;
    this.cache = at(NOON);
  }

  private R2dbcFactsCache at(Instant now) {
    return new R2dbcFactsCache(database, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static FactsKey key(int number, Language language) {
    return new FactsKey(new ContentHash("%064x".formatted(number)), language);
  }

  private static FileFacts facts(FactsKey key) {
    CodeMap map =
        new CodeMap(
            key.language(),
            Reading.WITH_ERRORS,
            7,
            List.of(
                new Symbol("A", -1, SymbolKind.CLASS, 1, 6, "class A", "An a.", 0, false),
                new Symbol("b", 0, SymbolKind.METHOD, 2, 5, "void b()", "", 3, true)),
            List.of(new Import("java.util.List", 1)),
            List.of(new Mention("add", 4)));
    return FileFacts.of(key.hash(), 99, map, Terms.of("class A { void b() { list.add(1); } }"));
  }

  private static <T> T now(Mono<T> work) {
    return work.blockOptional(PATIENCE).orElseThrow();
  }

  private void keep(R2dbcFactsCache where, String user, FactsKey... keys) {
    for (FactsKey key : keys) {
      where.keep(user, Map.of(key, facts(key))).block(PATIENCE);
    }
  }

  @Test
  void whatWasKeptIsFoundAgain() {
    FactsKey java = key(1, Language.JAVA);
    keep(cache, ada, java);
    FileFacts found = now(cache.find(ada, List.of(java, key(2, Language.JAVA)))).get(java);
    assertThat(found).isNotNull();
    assertThat(found.map()).isEqualTo(facts(java).map());
    assertThat(found.bytes()).isEqualTo(99);
    assertThat(found.terms().words()).isEqualTo(facts(java).terms().words());
    assertThat(found.terms().counts()).isEqualTo(facts(java).terms().counts());
    assertThat(found.terms().length()).isEqualTo(facts(java).terms().length());
  }

  @Test
  void theSameContentInAnotherLanguageIsAnother() {
    FactsKey c = key(1, Language.C);
    keep(cache, ada, c);
    assertThat(now(cache.find(ada, List.of(key(1, Language.CPP))))).isEmpty();
    assertThat(now(cache.find(ada, List.of(c)))).containsKey(c);
  }

  @Test
  void nobodyFindsWhatAnotherUserHas() {
    keep(cache, ada, key(1, Language.GO));
    assertThat(now(cache.find("eve-" + ada, List.of(key(1, Language.GO))))).isEmpty();
  }

  @Test
  void keptTwiceIsKeptOnce() {
    keep(cache, ada, key(1, Language.GO), key(1, Language.GO));
    assertThat(now(cache.find(ada, List.of(key(1, Language.GO))))).hasSize(1);
  }

  @Test
  void whatNobodyUsesIsForgotten() {
    FactsKey used = key(11, Language.GO);
    FactsKey unused = key(12, Language.GO);
    keep(at(NOON.minus(Duration.ofDays(40))), ada, used, unused);
    now(cache.find(ada, List.of(used)));
    now(cache.forgetBefore(LocalDate.parse("2026-11-01")));
    assertThat(now(cache.find(ada, List.of(used, unused)))).containsOnlyKeys(used);
  }

  @Test
  void whatIsDamagedIsNotThere() {
    FactsKey key = key(21, Language.GO);
    byte[] whole = FactsCodec.encode(facts(key));
    assertThat(FactsCodec.decode(key.hash(), key.language(), whole)).isPresent();
    for (int length = 0; length < whole.length; length++) {
      assertThat(FactsCodec.decode(key.hash(), key.language(), Arrays.copyOf(whole, length)))
          .isEmpty();
    }
    whole[0]++;
    assertThat(FactsCodec.decode(key.hash(), key.language(), whole)).isEmpty();
  }
}
