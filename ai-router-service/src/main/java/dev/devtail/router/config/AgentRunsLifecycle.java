package dev.devtail.router.config;

import dev.devtail.router.role.AgentRuns;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/** Ends the runs that are under way while what they need is still there. */
final class AgentRunsLifecycle implements SmartLifecycle {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AgentRuns runs;
  private volatile boolean running;

  AgentRunsLifecycle(AgentRuns runs) {
    this.runs = runs;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    try {
      runs.stop(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
