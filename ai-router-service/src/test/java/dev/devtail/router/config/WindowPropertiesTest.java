package dev.devtail.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.router.relay.WindowSettings;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.window.Strategy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WindowPropertiesTest {

  private static WindowSettings settings(Map<String, String> keys) {
    return new Binder(new MapConfigurationPropertySource(keys))
        .bindOrCreate("devtail.router.window", WindowProperties.class)
        .settings();
  }

  @Test
  void callersAreToldUnlessItIsConfigured() {
    assertThat(settings(Map.of())).isEqualTo(WindowSettings.REFUSE);
  }

  @Test
  void strategiesKeepTheirOrder() {
    assertThat(
            settings(
                Map.of(
                    "devtail.router.window.strategy", "drop-tool-results,summarise,refuse",
                    "devtail.router.window.summary-model", "anthropic/claude-haiku-4-5")))
        .isEqualTo(
            new WindowSettings(
                List.of(Strategy.DROP_TOOL_RESULTS, Strategy.SUMMARISE, Strategy.REFUSE),
                Optional.of(new ModelName("anthropic", "claude-haiku-4-5"))));
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThatThrownBy(() -> settings(Map.of("devtail.router.window.strategy", "forget")))
        .hasMessage(
            "devtail.router.window.strategy: forget"
                + " (expected: refuse, drop-tool-results, summarise)");
    assertThatThrownBy(() -> settings(Map.of("devtail.router.window.strategy", "summarise")))
        .hasMessageStartingWith("devtail.router.window.summary-model: empty (expected: ");
    assertThatThrownBy(
            () -> settings(Map.of("devtail.router.window.summary-model", "claude-haiku-4-5")))
        .hasMessage(
            "devtail.router.window.summary-model: claude-haiku-4-5 (expected: provider/model)");
  }
}
