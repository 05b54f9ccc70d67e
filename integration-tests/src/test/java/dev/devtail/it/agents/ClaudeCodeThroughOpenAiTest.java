package dev.devtail.it.agents;

import dev.devtail.simulator.script.Provider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Translated into Chat Completions and back. */
class ClaudeCodeThroughOpenAiTest extends ClaudeCodeKit {

  private static DevtailDoor devtail;

  @BeforeAll
  static void startDevtail() {
    devtail = DevtailDoor.to(simulator(), Provider.OPENAI, "gpt-5");
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
