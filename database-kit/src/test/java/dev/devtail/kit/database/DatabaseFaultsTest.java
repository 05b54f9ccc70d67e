package dev.devtail.kit.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import io.r2dbc.postgresql.client.SSLMode;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcPermissionDeniedException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DatabaseFaultsTest {

  private static final DatabaseSettings SETTINGS =
      new DatabaseSettings(
          new DatabaseSchema("probe", "devtail_probe", "classpath:probe"),
          "db.example.org",
          5432,
          "devtail",
          "devtail",
          "hunter2",
          SSLMode.PREFER,
          null,
          10,
          Duration.ofSeconds(1),
          Duration.ofSeconds(2));

  static Stream<Throwable> away() {
    return Stream.of(
        new R2dbcNonTransientResourceException("connection refused"),
        new R2dbcTransientResourceException("shutting down"),
        new R2dbcTimeoutException("no connection within 1 s"),
        new R2dbcPermissionDeniedException("password authentication failed"),
        new TimeoutException("2 s"),
        new IllegalStateException("wrapped", new IOException("connection reset")));
  }

  @ParameterizedTest
  @MethodSource("away")
  void anAbsentDatabaseIsUnavailableAndNamed(Throwable failure) {
    assertThat(DatabaseFaults.explain(SETTINGS, failure))
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(FaultCode.UNAVAILABLE);
              assertThat(fault.message()).contains("db.example.org:5432/devtail");
            });
  }

  @Test
  void bugsAndFaultsStayWhatTheyAre() {
    IllegalStateException bug = new IllegalStateException("bug");
    assertThat(DatabaseFaults.explain(SETTINGS, bug)).isSameAs(bug);
    Fault notFound = Fault.notFound("session", "1");
    assertThat(DatabaseFaults.explain(SETTINGS, notFound)).isSameAs(notFound);
  }

  @Test
  void thePasswordIsNotPrinted() {
    assertThat(SETTINGS.toString()).doesNotContain("hunter2").contains("db.example.org");
  }
}
