package dev.devtail.router.ledger.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.database.Database;
import dev.devtail.router.ledger.LedgerEntry;
import dev.devtail.router.ledger.RecordedCall;
import dev.devtail.router.testing.Entries;
import dev.devtail.router.testing.RouterDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;

@ExtendWith(RouterDatabase.class)
class R2dbcLedgerStoreTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Database database;
  private final R2dbcLedgerStore store;
  private final String user = "ada-" + UUID.randomUUID();

  R2dbcLedgerStoreTest(Database database) {
    this.database = database;
    this.store = new R2dbcLedgerStore(database);
  }

  private static List<RecordedCall> calls(List<LedgerEntry> entries) {
    return entries.stream().map(entry -> new RecordedCall(entry, Optional.empty())).toList();
  }

  private void add(List<LedgerEntry> entries) {
    store.add(calls(entries)).block(PATIENCE);
  }

  private Map<String, Object> row(String sql) {
    return database
        .call(client -> client.sql(sql).bind("user", user).fetch().one())
        .blockOptional(PATIENCE)
        .orElseThrow();
  }

  private Map<String, Object> sums() {
    return row(
        """
        select sum(calls) as calls, sum(unknown_costs) as unknown, sum(cost) as cost,
          sum(output) as output, count(*) as rows
        from usage_sums where user_name = :user
        """);
  }

  @Test
  void sumsAreExactAndWhatIsUnknownIsCountedApart() {
    add(
        List.of(
            Entries.of(user, "0.1"),
            Entries.of(user, "0.2"),
            Entries.of(user, "0.000000000000000001"),
            Entries.of(user, null)));
    Map<String, Object> sums = sums();
    assertThat(sums.get("cost")).isEqualTo(new BigDecimal("0.300000000000000001"));
    assertThat(sums.get("unknown")).isEqualTo(BigDecimal.ONE);
    assertThat(sums.get("calls")).isEqualTo(BigDecimal.valueOf(4));
    assertThat(sums.get("output")).isEqualTo(BigDecimal.valueOf(200));
    assertThat(sums.get("rows")).isEqualTo(1L);
  }

  @Test
  void whatComesAgainCountsOnce() {
    LedgerEntry one = Entries.of(user, "0.5");
    LedgerEntry two = Entries.of(user, "0.25");
    add(List.of(one, one));
    add(List.of(two, one));
    add(List.of(two));
    assertThat(sums()).containsEntry("cost", new BigDecimal("0.75"));
    assertThat(row("select count(*) as calls from calls where user_name = :user"))
        .containsEntry("calls", 2L);
  }

  @Test
  void everyQuarterOfAnHourHasItsSums() {
    add(
        List.of(
            Entries.at(Entries.NOON, user, "s1", "opus", "1"),
            Entries.at(Entries.NOON.plus(Duration.ofMinutes(14)), user, "s1", "opus", "1"),
            Entries.at(Entries.NOON.plus(Duration.ofMinutes(15)), user, "s1", "opus", "1"),
            Entries.at(Entries.NOON, user, "s1", "haiku", "1"),
            Entries.at(Entries.NOON, user, "s2", "opus", "1")));
    assertThat(sums()).containsEntry("rows", 4L).containsEntry("cost", new BigDecimal("5"));
  }

  /** Several instances of the service, each with batches that overlap those of the others. */
  @Test
  void batchesAtTheSameTimeCountEachCallOnce() {
    Random random = new Random(7);
    List<LedgerEntry> entries = new ArrayList<>();
    BigDecimal total = BigDecimal.ZERO;
    for (int n = 0; n < 200; n++) {
      BigDecimal cost = BigDecimal.valueOf(random.nextInt(1_000_000), 9);
      total = total.add(cost);
      entries.add(
          Entries.at(
              Entries.NOON.plusSeconds(random.nextInt(7_200)),
              user,
              "s" + random.nextInt(5),
              "m" + random.nextInt(5),
              cost.toPlainString()));
    }
    Flux.range(0, 40)
        .flatMap(
            batch -> {
              int from = random.nextInt(150);
              return store.add(calls(entries.subList(from, from + 50)));
            },
            8)
        .then(store.add(calls(entries)))
        .block(PATIENCE);
    Map<String, Object> sums = sums();
    assertThat((BigDecimal) sums.get("cost")).isEqualByComparingTo(total);
    assertThat(sums.get("calls")).isEqualTo(BigDecimal.valueOf(200));
  }
}
