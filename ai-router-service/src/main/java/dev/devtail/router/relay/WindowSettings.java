package dev.devtail.router.relay;

import dev.devtail.router.route.ModelName;
import dev.devtail.router.window.Strategy;
import java.util.List;
import java.util.Optional;

/**
 * What is done with conversations that fit into no model.
 *
 * @param strategies in this order, each where those before it do not help
 * @param summaryModel who writes summaries; without one there are none
 */
public record WindowSettings(List<Strategy> strategies, Optional<ModelName> summaryModel) {

  /** Callers are told, and shorten it by their own means. */
  public static final WindowSettings REFUSE =
      new WindowSettings(List.of(Strategy.REFUSE), Optional.empty());

  public WindowSettings {
    strategies = List.copyOf(strategies);
  }
}
