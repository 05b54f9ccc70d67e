package dev.devtail.session.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.kit.database.DatabaseSchema;
import dev.devtail.kit.database.DatabaseSettings;
import io.r2dbc.postgresql.client.SSLMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SessionPropertiesTest {

  private static final Map<String, String> REQUIRED =
      Map.of(
          "devtail.session.database.url", "r2dbc:postgresql://db.example.org/devtail",
          "devtail.session.database.username", "devtail");

  private static SessionProperties bind(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(REQUIRED);
    all.putAll(more);
    return new Binder(new MapConfigurationPropertySource(all))
        .bind("devtail.session", SessionProperties.class)
        .get();
  }

  @Test
  void hasDefaults() {
    SessionProperties properties = bind(Map.of());
    assertThat(properties.rules().defaultWorkspace().path())
        .isEqualTo(System.getProperty("user.home"));
    assertThat(properties.rules().maxPerUser()).isEqualTo(1000);
    assertThat(properties.endedTerminalRetention()).isEqualTo(Duration.ofDays(7));
    assertThat(properties.eventRetention()).isEqualTo(Duration.ofDays(30));
    assertThat(properties.metricRetention()).isEqualTo(Duration.ofDays(14));
    assertThat(properties.databaseSettings())
        .isEqualTo(
            new DatabaseSettings(
                new DatabaseSchema(
                    "session", "devtail_session", "classpath:dev/devtail/session/migration"),
                "db.example.org",
                5432,
                "devtail",
                "devtail",
                "",
                SSLMode.PREFER,
                null,
                10,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2)));
  }

  @Test
  void takesWhatItIsTold() {
    DatabaseSettings settings =
        bind(Map.of(
                "devtail.session.database.url", "r2dbc:postgresql://[::1]:6543/other",
                "devtail.session.database.password", "hunter2",
                "devtail.session.database.ssl-mode", "verify-full",
                "devtail.session.database.ssl-root-certificate", "/etc/ca.pem"))
            .databaseSettings();
    assertThat(settings.host()).isEqualTo("[::1]");
    assertThat(settings.port()).isEqualTo(6543);
    assertThat(settings.name()).isEqualTo("other");
    assertThat(settings.sslMode()).isEqualTo(SSLMode.VERIFY_FULL);
    assertThat(settings.sslRootCertificate()).isEqualTo("/etc/ca.pem");
  }

  @ParameterizedTest
  @CsvSource({
    "database.url, jdbc:postgresql://db/devtail",
    "database.url, r2dbc:postgresql://user:password@db/devtail",
    "database.url, r2dbc:postgresql://db/devtail?sslMode=disable",
    "database.url, r2dbc:postgresql://db",
    "database.username, ''",
    "database.pool-size, 0",
    "database.acquire-timeout, 0s",
    "database.call-timeout, -1s",
    "default-workspace, home/ada",
    "max-sessions-per-user, 0",
    "ended-terminal-retention, 0d",
    "event-retention, 23h",
    "event-retention, 1001d",
    "metric-retention, 0d"
  })
  void refusesWhatCannotBeAndNamesTheKey(String key, String value) {
    assertThatThrownBy(() -> bind(Map.of("devtail.session." + key, value)))
        .isInstanceOf(BindException.class)
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .rootCause()
        .hasMessageContaining("devtail.session." + key)
        .hasMessageContaining("expected");
  }

  @Test
  void saysThatTheDatabaseIsMissing() {
    Map<String, String> nothing = Map.of("devtail.session.max-sessions-per-user", "1");
    assertThatThrownBy(
            () ->
                new Binder(new MapConfigurationPropertySource(nothing))
                    .bind("devtail.session", SessionProperties.class))
        .rootCause()
        .hasMessageContaining("devtail.session.database.url: missing");
  }

  @Test
  void thePasswordIsNotPrinted() {
    assertThat(bind(Map.of("devtail.session.database.password", "hunter2")).toString())
        .doesNotContain("hunter2");
  }
}
