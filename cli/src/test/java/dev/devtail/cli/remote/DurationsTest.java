package dev.devtail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.client.DevtailException;
import dev.devtail.protocol.v1.ErrorCode;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({"90s, PT90S", "1m30s, PT90S", "12h, PT12H", "7d, PT168H", "1d12h, PT36H", "0s, PT0S"})
  void readsWhatPeopleType(String text, Duration meant) {
    assertThat(Durations.parse("--expires", text)).isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "d", "soon", "1w", "12", "h12", "1d 12h", "99999999999d"})
  void namesTheOptionThatCannotBeRead(String text) {
    assertThatThrownBy(() -> Durations.parse("--expires", text))
        .isInstanceOfSatisfying(
            DevtailException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ERROR_CODE_INVALID_ARGUMENT))
        .hasMessageContaining("--expires: " + text);
  }
}
