package dev.devtail.it.agents;

import dev.devtail.simulator.script.Provider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Translated into Gemini's protocol and back. */
class ClaudeCodeThroughGeminiTest extends ClaudeCodeKit {

  private static DevtailDoor devtail;

  @BeforeAll
  static void startDevtail() {
    devtail = DevtailDoor.to(simulator(), Provider.GEMINI, "gemini-2.5-pro");
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
