package dev.devtail.session.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devtail.kit.database.Database;
import dev.devtail.kit.database.log.PartitionedLog;
import dev.devtail.kit.database.log.R2dbcPartitionedLog;
import dev.devtail.session.testing.ServiceExtension;
import dev.devtail.session.testing.TestService;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service itself makes its days. */
@ExtendWith(ServiceExtension.class)
class LogDaysTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Database database;

  LogDaysTest(TestService service) {
    this.database = service.bean(Database.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"events", "metrics"})
  void tomorrowIsThereWhenTheServiceHasStarted(String table) {
    PartitionedLog log = new R2dbcPartitionedLog(database, table);
    LocalDate tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(log.days().blockOptional().orElseThrow()).contains(tomorrow));
  }
}
