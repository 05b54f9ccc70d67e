package dev.devtail.it.agents;

import dev.devtail.simulator.ProviderSimulator;
import dev.devtail.simulator.script.Provider;

/** Nothing between the two: what fails here is of the agent or the simulator. */
class ClaudeCodeDirectTest extends ClaudeCodeKit {

  @Override
  Door door(ProviderSimulator simulator) {
    return new Door(simulator.url(Provider.ANTHROPIC), ProviderSimulator.KEY, "claude-sonnet-4-6");
  }
}
