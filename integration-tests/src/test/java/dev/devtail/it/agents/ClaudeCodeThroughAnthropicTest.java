package dev.devtail.it.agents;

import dev.devtail.simulator.script.Provider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Both speak the same: bytes. */
class ClaudeCodeThroughAnthropicTest extends ClaudeCodeKit {

  private static DevtailDoor devtail;

  @BeforeAll
  static void startDevtail() {
    devtail = DevtailDoor.to(simulator(), Provider.ANTHROPIC, "claude-sonnet-4-6");
  }

  @AfterAll
  static void stopDevtail() throws Exception {
    devtail.close();
  }

  @Override
  Door door() {
    return devtail.door("", "claude-sonnet-4-6");
  }
}
