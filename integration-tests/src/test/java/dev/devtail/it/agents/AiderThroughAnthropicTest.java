package dev.devtail.it.agents;

import dev.devtail.simulator.ProviderSimulator;
import dev.devtail.simulator.script.Provider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Aider asks DevTail for a model of OpenAI's; Anthropic's answers. */
class AiderThroughAnthropicTest extends AiderKit {

  private @Nullable DevtailDoor devtail;

  @Override
  Door door(ProviderSimulator simulator) {
    DevtailDoor started = DevtailDoor.to(simulator, Provider.ANTHROPIC, "claude-sonnet-4-6");
    devtail = started;
    return started.door("/v1", "gpt-4.1");
  }

  @AfterEach
  void stopDevtail() throws Exception {
    if (devtail != null) {
      devtail.close();
    }
  }
}
