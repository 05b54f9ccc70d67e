package dev.devtail.kit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@ExtendWith(KitDatabase.class)
class DatabaseTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Database database;
  private final String name = "probe-" + UUID.randomUUID();

  DatabaseTest(Database database) {
    this.database = database;
  }

  private Mono<Long> insert(DatabaseClient client) {
    return client
        .sql(
            """
            insert into probes (name) select :name from pg_sleep(0.2)
            """)
        .bind("name", name)
        .fetch()
        .rowsUpdated();
  }

  private long rows() {
    return database
        .call(
            client ->
                client
                    .sql("select count(*) from probes where name = :name")
                    .bind("name", name)
                    .mapValue(Long.class)
                    .one())
        .blockOptional()
        .orElseThrow();
  }

  @Test
  void aCallerThatGoesAwayCutsNothingOff() {
    database.inTransaction(this::insert).subscribe().dispose();
    await().atMost(PATIENCE).until(this::rows, rows -> rows == 1);
  }

  @Test
  void aTransactionIsAllOrNothing() {
    StepVerifier.create(
            database.inTransaction(
                client -> insert(client).then(client.sql("select 1 / 0").then())))
        .expectError()
        .verify(PATIENCE);
    assertThat(rows()).isZero();
  }
}
