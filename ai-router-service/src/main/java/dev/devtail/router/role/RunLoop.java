package dev.devtail.router.role;

import dev.devtail.kit.fault.Fault;
import dev.devtail.router.role.HookResult.Verdict;
import dev.devtail.router.role.RunState.Ended;
import dev.devtail.router.role.RunState.Ending;
import dev.devtail.router.role.Talk.Work;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run, from its plan to its end.
 *
 * <pre>
 * planner --> editor --> reviewer --approves--> done
 *    ^  |       ^  |        |
 *    '--'       '--'&lt;-------'  sent back, or blocked by a hook: while there are rounds
 * </pre>
 *
 * A hook before the planner or the editor that blocks ends the run, for there is nobody to mend
 * what it wants; before the reviewer it sends back to the editor.
 */
final class RunLoop {

  private final RunSpec run;
  private final ModelDoor door;
  private final Workspace workspace;
  private final RolePrompts prompts;
  private final HookCalls hooks;
  private final RunRecorder recorder;
  private final InstantSource clock;
  private final EditedFiles files;
  private final Purse purse;
  private final Briefs briefs;
  private int steps;

  RunLoop(
      RunSpec run,
      ModelDoor door,
      Workspace workspace,
      RolePrompts prompts,
      HookCalls hooks,
      RunRecorder recorder,
      InstantSource clock) {
    this.run = run;
    this.door = door;
    this.workspace = workspace;
    this.prompts = prompts;
    this.hooks = hooks;
    this.recorder = recorder;
    this.clock = clock;
    this.files = new EditedFiles(workspace);
    this.purse = new Purse(run.bounds().maxCost());
    this.briefs = new Briefs(run.task());
  }

  /** What a step has come to for the run. */
  private sealed interface Result {

    /**
     * @param notes of hooks, for the next step
     */
    record Passed(Work work, String notes) implements Result {}

    /** A hook wants it mended. */
    record Blocked(String reason) implements Result {}
  }

  /** Returns how it ended. */
  Ended run() throws InterruptedException {
    try {
      Result.Passed plan = plan();
      return editAndReview(plan.work().text(), plan.notes());
    } catch (RunOverException over) {
      return over.ended();
    } catch (Fault fault) {
      return new Ended(Ending.FAILED, fault.message());
    }
  }

  private Result.Passed plan() throws InterruptedException {
    String toMend = "";
    for (int round = 1; round <= run.bounds().maxRounds(); round++) {
      switch (step(Role.PLANNER, round, briefs.plan(toMend))) {
        case Result.Passed passed -> {
          return passed;
        }
        case Result.Blocked(String reason) -> toMend = reason;
      }
    }
    throw new RunOverException(Ending.BLOCKED, toMend);
  }

  private Ended editAndReview(String plan, String notes) throws InterruptedException {
    String toMend = "";
    Ending ifLast = Ending.REJECTED;
    for (int round = 1; round <= run.bounds().maxRounds(); round++) {
      String edit = briefs.edit(plan, toMend, files.diff(Briefs.MAX_DIFF));
      switch (step(Role.EDITOR, round, Briefs.withNotes(edit, notes))) {
        case Result.Blocked(String reason) -> {
          toMend = reason;
          notes = "";
          ifLast = Ending.BLOCKED;
        }
        case Result.Passed edited -> {
          String review = briefs.review(plan, edited.work().text(), files.diff(Briefs.MAX_DIFF));
          switch (step(Role.REVIEWER, round, Briefs.withNotes(review, edited.notes()))) {
            case Result.Blocked(String reason) -> {
              toMend = reason;
              notes = "";
              ifLast = Ending.BLOCKED;
            }
            case Result.Passed(Work work, String further) -> {
              if (work.deed() == Deed.APPROVED) {
                return new Ended(Ending.APPROVED, work.text());
              }
              toMend = work.text();
              notes = further;
              ifLast = Ending.REJECTED;
            }
          }
        }
      }
    }
    return new Ended(ifLast, toMend);
  }

  private Result step(Role role, int round, String brief) throws InterruptedException {
    return new OneStep(++steps, role, round).take(brief);
  }

  /** A step, as far as it has come. */
  private final class OneStep {

    private final int number;
    private final Role role;
    private final int round;
    private final Instant startedAt = clock.instant();
    private final long began = System.nanoTime();
    private final List<HookResult> results = new ArrayList<>();
    private final Talk talk;

    OneStep(int number, Role role, int round) {
      this.number = number;
      this.role = role;
      this.round = round;
      this.talk =
          new Talk(
              run,
              role,
              prompts.instructions(run.worker(role).template()),
              door,
              new Tools(role, workspace, files),
              purse);
    }

    Result take(String brief) throws InterruptedException {
      purse.beginStep();
      files.beginStep();
      recorder.stepStarted(number, role, round);
      try {
        requireWorkspace();
        return done(brief);
      } catch (RunOverException over) {
        recordNothing(over.ended().reason());
        throw over;
      } catch (Fault fault) {
        recordNothing(fault.message());
        throw fault;
      } catch (InterruptedException stopped) {
        recordNothing("It was stopped.");
        throw stopped;
      }
    }

    private Result done(String brief) throws InterruptedException {
      String before = call(HookPoint.before(role), StepInput.before(run, number, role, round));
      if (isBlocked()) {
        String reason = blockedBy();
        if (role != Role.REVIEWER) {
          throw new RunOverException(Ending.BLOCKED, reason);
        }
        recordNothing(reason);
        return new Result.Blocked(reason);
      }
      Work work = talk.work(Briefs.withNotes(brief, before));
      List<FileChange> changes = files.ofStep();
      String after =
          call(HookPoint.after(role), StepInput.after(run, number, role, round, work, changes));
      record(work, changes);
      if (!isBlocked()) {
        return new Result.Passed(work, after);
      }
      return new Result.Blocked(
          work.deed() == Deed.SENT_BACK ? work.text() + "\n\n" + blockedBy() : blockedBy());
    }

    /** Says where the workspace is gone, so that no model looks for it in vain. */
    private void requireWorkspace() throws InterruptedException {
      try {
        Awaited.value(workspace.list("", false, 1));
      } catch (Fault fault) {
        throw new RunOverException(
            Ending.FAILED, "The workspace cannot be read: " + fault.message());
      }
    }

    /** Returns what the next model is to read. */
    private String call(HookPoint point, ObjectNode step) throws InterruptedException {
      List<HookResult> called = hooks.call(point, step);
      results.addAll(called);
      return called.stream()
          .flatMap(result -> notes(result).stream())
          .collect(Collectors.joining("\n\n"));
    }

    private static List<String> notes(HookResult result) {
      List<String> notes = new ArrayList<>();
      if (!result.context().isEmpty()) {
        notes.add(result.context());
      }
      if (result.verdict() == Verdict.WARNED) {
        notes.add("%s `%s`: %s".formatted(result.point().label(), result.hook(), result.message()));
      }
      return notes;
    }

    private boolean isBlocked() {
      return !results.isEmpty() && results.getLast().verdict() == Verdict.BLOCKED;
    }

    private String blockedBy() {
      HookResult hook = results.getLast();
      return "%s `%s`: %s".formatted(hook.point().label(), hook.hook(), hook.message());
    }

    private void recordNothing(String why) throws InterruptedException {
      record(new Work(Deed.NOTHING, why), changesIfKnown());
    }

    private List<FileChange> changesIfKnown() throws InterruptedException {
      try {
        return files.ofStep();
      } catch (Fault gone) {
        return List.of();
      }
    }

    private void record(Work work, List<FileChange> changes) throws InterruptedException {
      recorder.stepEnded(
          new Step(
              number,
              role,
              round,
              work.deed(),
              work.text(),
              changes,
              talk.model(),
              purse.ofStep(),
              results,
              startedAt,
              Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began))));
    }
  }
}
