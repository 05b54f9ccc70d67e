package dev.devtail.router.grpc;

import dev.devtail.kit.grpc.Times;
import dev.devtail.protocol.service.v1.AgentDeed;
import dev.devtail.protocol.service.v1.AgentFileChange;
import dev.devtail.protocol.service.v1.AgentFileChangeKind;
import dev.devtail.protocol.service.v1.AgentHookPoint;
import dev.devtail.protocol.service.v1.AgentHookResult;
import dev.devtail.protocol.service.v1.AgentHookVerdict;
import dev.devtail.protocol.service.v1.AgentRole;
import dev.devtail.protocol.service.v1.AgentRun;
import dev.devtail.protocol.service.v1.AgentRunList;
import dev.devtail.protocol.service.v1.AgentRunState;
import dev.devtail.protocol.service.v1.AgentStep;
import dev.devtail.protocol.service.v1.AgentWorker;
import dev.devtail.router.role.Deed;
import dev.devtail.router.role.FileChange;
import dev.devtail.router.role.HookPoint;
import dev.devtail.router.role.HookResult;
import dev.devtail.router.role.Role;
import dev.devtail.router.role.Run;
import dev.devtail.router.role.RunSpec;
import dev.devtail.router.role.RunState;
import dev.devtail.router.role.Step;
import dev.devtail.router.role.Worker;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/** Runs as the protocol has them. */
final class AgentRunMessages {

  private AgentRunMessages() {}

  static AgentRunList of(List<Run> runs) {
    return AgentRunList.newBuilder()
        .addAllRuns(runs.stream().map(AgentRunMessages::of).toList())
        .build();
  }

  static AgentRun of(Run run) {
    RunSpec spec = run.spec();
    AgentRun.Builder message =
        AgentRun.newBuilder()
            .setId(spec.id().toString())
            .setSessionId(spec.session())
            .setWorkspace(spec.workspace())
            .setTask(spec.task())
            .addAllWorkers(
                Arrays.stream(Role.values()).map(role -> worker(role, spec.worker(role))).toList())
            .setMaxRounds(spec.bounds().maxRounds())
            .setMaxCostUsd(spec.bounds().maxCost().map(BigDecimal::toPlainString).orElse(""))
            .setStartedAt(Times.of(run.startedAt()))
            .setCostUsd(Amounts.text(run.spending().cost()))
            .setUnknownCosts(run.spending().unknownCosts())
            .setModelCalls(run.spending().calls())
            .addAllSteps(run.steps().stream().map(AgentRunMessages::step).toList());
    run.endedAt().map(Times::of).ifPresent(message::setEndedAt);
    return switch (run.state()) {
      case RunState.Running running ->
          message.setState(AgentRunState.AGENT_RUN_STATE_RUNNING).build();
      case RunState.Ended(RunState.Ending ending, String reason) ->
          message.setState(state(ending)).setReason(reason).build();
    };
  }

  private static AgentRunState state(RunState.Ending ending) {
    return switch (ending) {
      case APPROVED -> AgentRunState.AGENT_RUN_STATE_APPROVED;
      case REJECTED -> AgentRunState.AGENT_RUN_STATE_REJECTED;
      case OUT_OF_MONEY -> AgentRunState.AGENT_RUN_STATE_OUT_OF_MONEY;
      case BLOCKED -> AgentRunState.AGENT_RUN_STATE_BLOCKED;
      case FAILED -> AgentRunState.AGENT_RUN_STATE_FAILED;
      case CANCELLED -> AgentRunState.AGENT_RUN_STATE_CANCELLED;
      case INTERRUPTED -> AgentRunState.AGENT_RUN_STATE_INTERRUPTED;
    };
  }

  private static AgentWorker worker(Role role, Worker worker) {
    return AgentWorker.newBuilder()
        .setRole(role(role))
        .setModel(worker.model())
        .setTemplate(worker.template())
        .build();
  }

  private static AgentRole role(Role role) {
    return switch (role) {
      case PLANNER -> AgentRole.AGENT_ROLE_PLANNER;
      case EDITOR -> AgentRole.AGENT_ROLE_EDITOR;
      case REVIEWER -> AgentRole.AGENT_ROLE_REVIEWER;
    };
  }

  private static AgentStep step(Step step) {
    return AgentStep.newBuilder()
        .setNumber(step.number())
        .setRole(role(step.role()))
        .setRound(step.round())
        .setDeed(deed(step.deed()))
        .setText(step.text())
        .addAllChanges(step.changes().stream().map(AgentRunMessages::change).toList())
        .setModel(step.model())
        .setModelCalls(step.spending().calls())
        .setUsage(UsageMessages.tokens(step.spending().usage()))
        .setCostUsd(Amounts.text(step.spending().cost()))
        .setUnknownCosts(step.spending().unknownCosts())
        .addAllHooks(step.hooks().stream().map(AgentRunMessages::hook).toList())
        .setStartedAt(Times.of(step.startedAt()))
        .setDurationMs(step.duration().toMillis())
        .build();
  }

  private static AgentDeed deed(Deed deed) {
    return switch (deed) {
      case PLANNED -> AgentDeed.AGENT_DEED_PLANNED;
      case EDITED -> AgentDeed.AGENT_DEED_EDITED;
      case APPROVED -> AgentDeed.AGENT_DEED_APPROVED;
      case SENT_BACK -> AgentDeed.AGENT_DEED_SENT_BACK;
      case NOTHING -> AgentDeed.AGENT_DEED_NOTHING;
    };
  }

  private static AgentFileChange change(FileChange change) {
    return AgentFileChange.newBuilder()
        .setPath(change.path())
        .setKind(
            switch (change.kind()) {
              case ADDED -> AgentFileChangeKind.AGENT_FILE_CHANGE_KIND_ADDED;
              case CHANGED -> AgentFileChangeKind.AGENT_FILE_CHANGE_KIND_CHANGED;
              case DELETED -> AgentFileChangeKind.AGENT_FILE_CHANGE_KIND_DELETED;
            })
        .setAddedLines(change.added())
        .setRemovedLines(change.removed())
        .build();
  }

  private static AgentHookResult hook(HookResult result) {
    return AgentHookResult.newBuilder()
        .setPoint(point(result.point()))
        .setHook(result.hook())
        .setVerdict(
            switch (result.verdict()) {
              case PASSED -> AgentHookVerdict.AGENT_HOOK_VERDICT_PASSED;
              case WARNED -> AgentHookVerdict.AGENT_HOOK_VERDICT_WARNED;
              case BLOCKED -> AgentHookVerdict.AGENT_HOOK_VERDICT_BLOCKED;
            })
        .setMessage(result.message())
        .setDurationMs(result.duration().toMillis())
        .build();
  }

  private static AgentHookPoint point(HookPoint point) {
    return switch (point) {
      case BEFORE_PLAN -> AgentHookPoint.AGENT_HOOK_POINT_BEFORE_PLAN;
      case AFTER_PLAN -> AgentHookPoint.AGENT_HOOK_POINT_AFTER_PLAN;
      case BEFORE_EDIT -> AgentHookPoint.AGENT_HOOK_POINT_BEFORE_EDIT;
      case AFTER_EDIT -> AgentHookPoint.AGENT_HOOK_POINT_AFTER_EDIT;
      case BEFORE_REVIEW -> AgentHookPoint.AGENT_HOOK_POINT_BEFORE_REVIEW;
      case AFTER_REVIEW -> AgentHookPoint.AGENT_HOOK_POINT_AFTER_REVIEW;
    };
  }
}
