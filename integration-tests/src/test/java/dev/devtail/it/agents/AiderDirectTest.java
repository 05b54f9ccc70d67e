package dev.devtail.it.agents;

import dev.devtail.simulator.ProviderSimulator;
import dev.devtail.simulator.script.Provider;

/** Nothing between the two: what fails here is of the agent or the simulator. */
class AiderDirectTest extends AiderKit {

  @Override
  Door door(ProviderSimulator simulator) {
    return new Door(simulator.url(Provider.OPENAI), ProviderSimulator.KEY, "gpt-4.1");
  }
}
