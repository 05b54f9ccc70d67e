package dev.devtail.router.config;

import dev.devtail.router.relay.WindowSettings;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.window.Strategy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code devtail.router.window.*}
 *
 * @param strategy what is done with a conversation that fits into no model: {@code refuse}, {@code
 *     drop-tool-results}, {@code summarise}, each where those before it do not help. Default:
 *     refuse.
 * @param summaryModel who writes summaries, {@code provider/model}. Default: nobody.
 */
@ConfigurationProperties("devtail.router.window")
public record WindowProperties(
    @DefaultValue("refuse") List<String> strategy, @Nullable String summaryModel) {

  private static final String PREFIX = "devtail.router.window.";

  public WindowProperties {
    strategy = List.copyOf(strategy);
  }

  /**
   * @throws IllegalArgumentException names the key that is wrong
   */
  WindowSettings settings() {
    List<Strategy> strategies = strategies();
    String model = summaryModel == null ? "" : summaryModel;
    if (strategies.contains(Strategy.SUMMARISE) && model.isEmpty()) {
      throw new IllegalArgumentException(
          PREFIX + "summary-model: empty (expected: the provider/model that writes summaries)");
    }
    try {
      return new WindowSettings(
          strategies, model.isEmpty() ? Optional.empty() : Optional.of(ModelName.parse(model)));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(PREFIX + "summary-model: " + wrong.getMessage(), wrong);
    }
  }

  private List<Strategy> strategies() {
    try {
      return strategy.stream().map(Strategy::parse).toList();
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(PREFIX + "strategy: " + wrong.getMessage(), wrong);
    }
  }
}
