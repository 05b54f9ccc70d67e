package dev.devtail.gateway.fakes;

import com.google.protobuf.Timestamp;
import dev.devtail.protocol.service.v1.AgentDeed;
import dev.devtail.protocol.service.v1.AgentFileChange;
import dev.devtail.protocol.service.v1.AgentFileChangeKind;
import dev.devtail.protocol.service.v1.AgentHookPoint;
import dev.devtail.protocol.service.v1.AgentHookResult;
import dev.devtail.protocol.service.v1.AgentHookVerdict;
import dev.devtail.protocol.service.v1.AgentRole;
import dev.devtail.protocol.service.v1.AgentRun;
import dev.devtail.protocol.service.v1.AgentRunList;
import dev.devtail.protocol.service.v1.AgentRunServiceGrpc.AgentRunServiceImplBase;
import dev.devtail.protocol.service.v1.AgentRunState;
import dev.devtail.protocol.service.v1.AgentStep;
import dev.devtail.protocol.service.v1.AgentWorker;
import dev.devtail.protocol.service.v1.CancelAgentRun;
import dev.devtail.protocol.service.v1.GetAgentRun;
import dev.devtail.protocol.service.v1.ListAgentRuns;
import dev.devtail.protocol.service.v1.StartAgentRun;
import io.grpc.stub.StreamObserver;

/** Runs of agents; there is one, of one step. */
public final class FakeAgentRunService extends AgentRunServiceImplBase {

  public static final String RUN = "00000000-0000-7000-8000-000000000002";

  private static final Timestamp NOON = Timestamp.newBuilder().setSeconds(1_795_348_800).build();

  private final Answers answers;

  FakeAgentRunService(Answers answers) {
    this.answers = answers;
  }

  private static AgentRun run() {
    return AgentRun.newBuilder()
        .setId(RUN)
        .setSessionId("s1")
        .setTask("Mend it.")
        .addWorkers(
            AgentWorker.newBuilder()
                .setRole(AgentRole.AGENT_ROLE_EDITOR)
                .setModel("anthropic/opus")
                .setTemplate("roles/editor"))
        .setState(AgentRunState.AGENT_RUN_STATE_OUT_OF_MONEY)
        .setStartedAt(NOON)
        .setEndedAt(NOON)
        .setCostUsd("0.25")
        .addSteps(
            AgentStep.newBuilder()
                .setNumber(1)
                .setRole(AgentRole.AGENT_ROLE_EDITOR)
                .setDeed(AgentDeed.AGENT_DEED_SENT_BACK)
                .setStartedAt(NOON)
                .setCostUsd("0.25")
                .addChanges(
                    AgentFileChange.newBuilder()
                        .setPath("a.txt")
                        .setKind(AgentFileChangeKind.AGENT_FILE_CHANGE_KIND_CHANGED)
                        .setAddedLines(3)
                        .setRemovedLines(1))
                .addHooks(
                    AgentHookResult.newBuilder()
                        .setPoint(AgentHookPoint.AGENT_HOOK_POINT_AFTER_EDIT)
                        .setHook("make test")
                        .setVerdict(AgentHookVerdict.AGENT_HOOK_VERDICT_BLOCKED)
                        .setMessage("1 test fails")))
        .build();
  }

  @Override
  public void start(StartAgentRun request, StreamObserver<AgentRun> caller) {
    answers.to(caller, request, request.getSessionId(), FakeAgentRunService::run);
  }

  @Override
  public void get(GetAgentRun request, StreamObserver<AgentRun> caller) {
    answers.to(caller, request, request.getRunId(), FakeAgentRunService::run);
  }

  @Override
  public void list(ListAgentRuns request, StreamObserver<AgentRunList> caller) {
    answers.to(
        caller,
        request,
        request.getSessionId(),
        () -> AgentRunList.newBuilder().addRuns(run().toBuilder().clearSteps()).build());
  }

  @Override
  public void cancel(CancelAgentRun request, StreamObserver<AgentRun> caller) {
    answers.to(caller, request, request.getRunId(), FakeAgentRunService::run);
  }
}
