package dev.devtail.terminal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class TerminalPropertiesTest {

  private static TerminalProperties bind(Map<String, String> values) {
    Map<String, String> prefixed = new HashMap<>();
    values.forEach((key, value) -> prefixed.put("devtail.terminal." + key, value));
    return new Binder(new MapConfigurationPropertySource(prefixed))
        .bindOrCreate("devtail.terminal", TerminalProperties.class);
  }

  @Test
  void hasSensibleDefaults() {
    TerminalProperties properties = bind(Map.of());
    assertThat(properties.ring()).isEqualTo(DataSize.ofKilobytes(512));
    assertThat(properties.holdAfterCut()).isEqualTo(Duration.ofSeconds(15));
    assertThat(properties.shell()).isNull();
    assertThat(properties.zellij()).isTrue();
    assertThat(properties.passEnvironment()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ring, 63KB",
    "ring, 65MB",
    "ring-total, 511KB",
    "scrollback-lines, -1",
    "hold-after-cut, -1s",
    "linger, -1s",
    "kill-grace, 0s",
    "max-per-user, 0",
    "max-total, 0",
    "idle-timeout, 0s",
    "ended-retention, -1s"
  })
  void whatMakesNoSenseIsRefused(String key, String value) {
    assertThatThrownBy(() -> bind(Map.of(key, value)))
        .hasStackTraceContaining("devtail.terminal." + key + ": ")
        .hasStackTraceContaining("(expected: ");
  }

  @ParameterizedTest
  @CsvSource({"ring, 64KB", "ring, 64MB", "scrollback-lines, 0", "linger, 0s"})
  void theBoundsThemselvesAreFine(String key, String value) {
    assertThat(bind(Map.of(key, value))).isNotNull();
  }
}
