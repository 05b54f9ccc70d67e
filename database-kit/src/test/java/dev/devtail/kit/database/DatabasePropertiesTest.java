package dev.devtail.kit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.r2dbc.postgresql.client.SSLMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabasePropertiesTest {

  private static final String PREFIX = "devtail.any.database.";
  private static final String URL = "r2dbc:postgresql://db.example.org/devtail";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static DatabaseProperties of(String url, String username, int poolSize) {
    return new DatabaseProperties(
        url, username, "the secret", SSLMode.PREFER, null, poolSize, SECOND, SECOND);
  }

  @Test
  void anAddressHasAPortOrTheUsualOne() {
    DatabaseSchema schema = new DatabaseSchema("any", "devtail_any", "classpath:none");
    DatabaseSettings usual = of(URL, "ada", 10).settings(schema);
    assertThat(usual.host()).isEqualTo("db.example.org");
    assertThat(usual.port()).isEqualTo(5432);
    assertThat(usual.name()).isEqualTo("devtail");
    assertThat(of("r2dbc:postgresql://127.0.0.1:6000/x", "ada", 10).settings(schema).label())
        .isEqualTo("127.0.0.1:6000/x");
    assertThat(usual.schema().applicationName("notices")).isEqualTo("devtail-any-notices");
    assertThat(usual.schema().applicationName("")).isEqualTo("devtail-any");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "jdbc:postgresql://db/devtail",
        "r2dbc:postgresql://db",
        "r2dbc:postgresql://ada:secret@db/devtail",
        "r2dbc:postgresql://db/devtail?ssl=true"
      })
  void whatIsNoAddressIsNamed(String url) {
    assertThatThrownBy(() -> of(url, "ada", 10).check(PREFIX))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(PREFIX + "url: " + url + " (expected: ");
  }

  @Test
  void mistakesAreNamedByTheirKeys() {
    assertThatThrownBy(() -> of(URL, "", 10).check(PREFIX))
        .hasMessage(PREFIX + "username:  (expected: a name)");
    assertThatThrownBy(() -> of(URL, "ada", 0).check(PREFIX))
        .hasMessage(PREFIX + "pool-size: 0 (expected: > 0)");
    assertThatCode(() -> of(URL, "ada", 1).check(PREFIX)).doesNotThrowAnyException();
  }

  @Test
  void secretsAreNotPrinted() {
    DatabaseProperties properties = of(URL, "ada", 10);
    DatabaseSchema schema = new DatabaseSchema("any", "devtail_any", "classpath:none");
    assertThat(properties + " " + properties.settings(schema)).doesNotContain("the secret");
  }
}
