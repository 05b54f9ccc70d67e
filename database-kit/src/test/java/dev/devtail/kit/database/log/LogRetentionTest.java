package dev.devtail.kit.database.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.database.Database;
import dev.devtail.kit.database.KitDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** On a table of its own, partitioned as logs are. */
@ExtendWith(KitDatabase.class)
class LogRetentionTest {

  private static final Instant NOW = Instant.parse("2030-05-20T10:00:00Z");
  private static final Duration RETENTION = Duration.ofDays(30);
  private static final LocalDate TODAY = LocalDate.ofInstant(NOW, ZoneOffset.UTC);

  private final Database database;
  private final String table = "log_" + UUID.randomUUID().toString().replace("-", "");
  private final PartitionedLog partitions;

  LogRetentionTest(Database database) {
    this.database = database;
    this.partitions = new R2dbcPartitionedLog(database, table);
  }

  @BeforeEach
  void makeTable() {
    run(
        "create table %s (id uuid not null, time timestamptz not null, primary key (id, time))"
                .formatted(table)
            + " partition by range (time)");
    run("create table %s_default partition of %s default".formatted(table, table));
  }

  private void run(String statement) {
    database.call(client -> client.sql(statement).then()).block();
  }

  private void insert(Instant time) {
    run("insert into %s values ('%s', '%s')".formatted(table, UUID.randomUUID(), time));
  }

  private long sweep(Instant now) {
    return sweepLater(now).blockOptional().orElseThrow();
  }

  private Mono<Long> sweepLater(Instant now) {
    return new LogRetention(partitions, RETENTION, Clock.fixed(now, ZoneOffset.UTC)).sweep();
  }

  private long rows(String of) {
    return database
        .call(client -> client.sql("select count(*) from " + of).mapValue(Long.class).one())
        .blockOptional()
        .orElseThrow();
  }

  private List<LocalDate> days() {
    return partitions.days().blockOptional().orElseThrow().stream().sorted().toList();
  }

  @Test
  void todayAndTheNextTwoDaysAreMadeAheadAndTakeTheRows() {
    assertThat(sweep(NOW)).isZero();
    assertThat(days()).containsExactly(TODAY, TODAY.plusDays(1), TODAY.plusDays(2));
    insert(Instant.parse("2030-05-20T00:00:00Z"));
    insert(Instant.parse("2030-05-20T23:59:59.999999Z"));
    insert(Instant.parse("2030-05-21T00:00:00Z"));
    assertThat(rows(table + "_2030_05_20")).isEqualTo(2);
    assertThat(rows(table + "_2030_05_21")).isEqualTo(1);
    assertThat(rows(table + "_default")).isZero();

    sweep(NOW.plus(Duration.ofDays(1)));
    assertThat(days()).hasSize(4).endsWith(TODAY.plusDays(3));
  }

  @Test
  void whatIsInTheDefaultPartitionIsMoved() {
    insert(NOW);
    insert(NOW.plus(Duration.ofDays(1)));
    insert(NOW.minus(Duration.ofDays(12)));
    sweep(NOW);
    assertThat(days())
        .containsExactly(TODAY.minusDays(12), TODAY, TODAY.plusDays(1), TODAY.plusDays(2));
    assertThat(rows(table + "_default")).isZero();
    assertThat(rows(table)).isEqualTo(3);
    assertThat(rows(table + "_2030_05_08")).isEqualTo(1);
  }

  @Test
  void aDayThatIsOverIsDroppedOnceItsLastRowIsTooOld() {
    Instant first = NOW.truncatedTo(ChronoUnit.DAYS);
    insert(first);
    sweep(first);
    Instant lastMoment = first.plus(RETENTION).plus(Duration.ofDays(1)).minusNanos(1);
    assertThat(sweep(lastMoment)).isZero();
    assertThat(days()).contains(TODAY);
    assertThat(sweep(lastMoment.plusNanos(1))).isEqualTo(1);
    assertThat(days()).doesNotContain(TODAY);
    assertThat(rows(table)).isZero();
  }

  @Test
  void timesFarFromNowMakeNoPartitionsAndGo() {
    insert(Instant.parse("0001-01-01T00:00:00Z"));
    insert(Instant.parse("9999-12-31T23:59:59Z"));
    insert(NOW.minus(RETENTION).minusSeconds(1));
    insert(NOW.plus(RETENTION).plusSeconds(1));
    insert(NOW.plus(RETENTION).minusSeconds(1));
    assertThat(rows(table + "_default")).isEqualTo(5);
    sweep(NOW);
    assertThat(days()).hasSize(4).contains(TODAY.plusDays(30));
    assertThat(rows(table)).isEqualTo(1);
  }

  @Test
  void severalInstancesMayDoItAtOnce() {
    insert(NOW);
    List<Long> dropped =
        Flux.range(0, 4)
            .flatMap(instance -> sweepLater(NOW))
            .collectList()
            .blockOptional()
            .orElseThrow();
    assertThat(dropped).containsOnly(0L).hasSize(4);
    assertThat(days()).hasSize(3);
    assertThat(rows(table)).isEqualTo(1);
  }

  /** Whoever writes meanwhile waits at most, and loses nothing. */
  @Test
  void rowsThatComeMeanwhileAreKept() {
    int writes = 200;
    Mono<Void> writing =
        Flux.range(0, writes)
            .concatMap(
                n ->
                    database.call(
                        client ->
                            client
                                .sql("insert into " + table + " values (:id, :time)")
                                .bind("id", UUID.randomUUID())
                                .bind("time", NOW.plus(Duration.ofHours(n % 72)))
                                .then()))
            .then();
    Mono.when(writing, sweepLater(NOW).repeat(3)).block();
    sweep(NOW);
    assertThat(rows(table)).isEqualTo(writes);
    assertThat(rows(table + "_default")).isZero();
  }
}
