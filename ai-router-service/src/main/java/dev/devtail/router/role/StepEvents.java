package dev.devtail.router.role;

/** Is told of what happens in runs. It returns at once, and never fails. */
public interface StepEvents {

  void started(RunSpec run);

  void stepStarted(RunSpec run, int number, Role role, int round);

  void stepEnded(RunSpec run, Step step);

  void ended(RunSpec run, RunState.Ended state);
}
