package dev.devtail.router.config;

import dev.devtail.router.role.Role;
import dev.devtail.router.role.RunSpec;
import dev.devtail.router.role.RunState.Ended;
import dev.devtail.router.role.Step;
import dev.devtail.router.role.StepEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what happens in runs in the log only. */
final class LoggedEvents implements StepEvents {

  private static final Logger log = LoggerFactory.getLogger(LoggedEvents.class);

  @Override
  public void started(RunSpec run) {
    log.info("run started run={} user={}", run.id(), run.user());
  }

  @Override
  public void stepStarted(RunSpec run, int number, Role role, int round) {
    log.info("step started run={} step={} role={}", run.id(), number, role);
  }

  @Override
  public void stepEnded(RunSpec run, Step step) {
    log.info("step ended run={} step={} deed={}", run.id(), step.number(), step.deed());
  }

  @Override
  public void ended(RunSpec run, Ended state) {
    log.info("run ended run={} state={}", run.id(), state.ending());
  }
}
