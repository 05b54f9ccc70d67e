package dev.devtail.router.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.devtail.kit.KitConfiguration;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.Faults;
import dev.devtail.kit.grpc.GrpcServerStack;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.identity.Identity;
import dev.devtail.protocol.service.v1.AgentDeed;
import dev.devtail.protocol.service.v1.AgentHook;
import dev.devtail.protocol.service.v1.AgentHookPoint;
import dev.devtail.protocol.service.v1.AgentRole;
import dev.devtail.protocol.service.v1.AgentRun;
import dev.devtail.protocol.service.v1.AgentRunServiceGrpc;
import dev.devtail.protocol.service.v1.AgentRunServiceGrpc.AgentRunServiceBlockingStub;
import dev.devtail.protocol.service.v1.AgentRunState;
import dev.devtail.protocol.service.v1.AgentStep;
import dev.devtail.protocol.service.v1.AgentWorker;
import dev.devtail.protocol.service.v1.CancelAgentRun;
import dev.devtail.protocol.service.v1.EventServiceGrpc.EventServiceImplBase;
import dev.devtail.protocol.service.v1.GetAgentRun;
import dev.devtail.protocol.service.v1.ListAgentRuns;
import dev.devtail.protocol.service.v1.StartAgentRun;
import dev.devtail.protocol.service.v1.UsageServiceGrpc;
import dev.devtail.protocol.v1.Done;
import dev.devtail.protocol.v1.Event;
import dev.devtail.protocol.v1.EventList;
import dev.devtail.protocol.v1.GetUsage;
import dev.devtail.protocol.v1.UsageGrouping;
import dev.devtail.protocol.v1.UsageSum;
import dev.devtail.router.config.RouterServiceConfiguration;
import dev.devtail.router.role.WorkspaceServiceOnDirectory;
import dev.devtail.router.testing.RouterDatabase;
import dev.devtail.router.testing.TestRouter;
import dev.devtail.simulator.ProviderSimulator;
import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Script;
import dev.devtail.simulator.script.ScriptReader;
import dev.devtail.testing.database.TestDatabase;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Runs over the whole service: three providers, each simulated in its own protocol, PostgreSQL, and
 * a workspace behind gRPC.
 */
@ExtendWith(RouterDatabase.class)
class AgentRunEndpointTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Says 0, is to say 2; first mended wrongly, then without a word of explanation. */
  private static final String SCRIPT =
      """
      rules:
        - when: {offers: submit_plan, turn: 1}
          answer: [{call: search_files, input: {pattern: "echo [0-9]"}}]
        - when: {offers: submit_plan, tool: search_files, result: "answer.sh:1:echo 0"}
          answer: [{call: submit_plan, input: {plan: "Let answer.sh say 2."}}]
        - when: {offers: finish_editing, turn: 1}
          answer: [{call: read_file, input: {path: answer.sh}}]
        - when: {offers: finish_editing, tool: read_file, result: "^echo 0"}
          answer:
            - call: replace_in_file
              input: {path: answer.sh, old_text: echo 0, new_text: echo 1}
        - when: {offers: finish_editing, tool: read_file, result: "^echo 1"}
          answer:
            - call: replace_in_file
              input: {path: answer.sh, old_text: echo 1, new_text: echo 2}
        - when: {offers: finish_editing, tool: read_file, result: "^echo 2"}
          answer:
            - call: write_file
              input: {path: answer.sh, content: "# As agreed.\\necho 2\\n"}
        - when: {offers: finish_editing}
          answer: [{call: finish_editing, input: {summary: It is mended.}}]
        - when: {offers: approve, text: '\\+# As agreed'}
          answer: [{call: approve, input: {comments: It says 2.}}]
        - when: {offers: approve}
          answer: [{call: send_back, input: {comments: Say why.}}]
      """;

  private static final String HOOK =
      "test \"$(sh answer.sh)\" = 2 || { echo \"It says $(sh answer.sh), not 2\" >&2; exit 2; }";

  /** ai-router-service, and what it calls, in one server. */
  @SpringBootConfiguration(proxyBeanMethods = false)
  @Import({KitConfiguration.class, RouterServiceConfiguration.class})
  @GrpcServerStack
  static class Whole {

    @Bean
    WorkspaceServiceOnDirectory workspaces() {
      return new WorkspaceServiceOnDirectory();
    }

    @Bean
    HeardEvents events() {
      return new HeardEvents();
    }
  }

  /** session-service's side of events. */
  static final class HeardEvents extends EventServiceImplBase {

    final List<Event> all = new CopyOnWriteArrayList<>();

    @Override
    public void recordEvents(EventList request, StreamObserver<Done> caller) {
      assertThat(IdentityServerInterceptor.current().role()).isEqualTo(Identity.Role.SERVICE);
      all.addAll(request.getEventsList());
      caller.onNext(Done.getDefaultInstance());
      caller.onCompleted();
    }
  }

  private final TestDatabase database;
  private final String ada = "ada-" + UUID.randomUUID();
  @TempDir private Path journal;
  @TempDir private Path workspace;
  private ProviderSimulator simulator;
  private TestRouter router;

  AgentRunEndpointTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void start() {
    simulator = ProviderSimulator.start(ScriptReader.read(SCRIPT));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--devtail.router.roles.session-service="
                    + "in-process:${spring.grpc.server.inprocess.name}",
                "--devtail.router.roles.editor.model=gemini/gemini-2.5-pro",
                "--devtail.router.roles.hook-urls=https://hooks.example.org/ci",
                "--devtail.router.database.call-timeout=20s",
                "--devtail.router.database.acquire-timeout=10s"));
    for (Provider provider : List.of(Provider.ANTHROPIC, Provider.OPENAI, Provider.GEMINI)) {
      String prefix =
          "--devtail.router.providers." + provider.name().toLowerCase(Locale.ROOT) + ".";
      arguments.add(prefix + "base-url=" + simulator.url(provider));
      arguments.add(prefix + "keys=" + ProviderSimulator.KEY);
    }
    router =
        new TestRouter(Whole.class, database, journal, arguments.toArray(String[]::new)).ready();
  }

  @AfterEach
  void stop() {
    router.close();
    simulator.close();
  }

  private AgentRunServiceBlockingStub runs(String user) {
    return router.as(user, AgentRunServiceGrpc::newBlockingStub);
  }

  private StartAgentRun.Builder request() {
    return StartAgentRun.newBuilder()
        .setSessionId("s1")
        .setWorkspace(workspace.toString())
        .setPlace(router.target())
        .setTask("answer.sh must say 2.")
        .setMaxCostUsd("1")
        .addWorkers(worker(AgentRole.AGENT_ROLE_PLANNER, "gpt-5"))
        .addWorkers(worker(AgentRole.AGENT_ROLE_REVIEWER, "claude-sonnet-4-6"));
  }

  private static AgentWorker worker(AgentRole role, String model) {
    return AgentWorker.newBuilder().setRole(role).setModel(model).build();
  }

  private AgentRun get(String id) {
    return runs(ada).get(GetAgentRun.newBuilder().setRunId(id).build());
  }

  private AgentRun ended(AgentRun started) {
    await().atMost(PATIENCE).until(() -> get(started.getId()).hasEndedAt());
    return get(started.getId());
  }

  private static Fault fault(Runnable call) {
    return Faults.toFault(catchThrowableOfType(StatusRuntimeException.class, call::run));
  }

  private Fault refused(StartAgentRun.Builder request) {
    return fault(() -> runs(ada).start(request.build()));
  }

  @Test
  void threeProvidersMendAFileUntilHookAndReviewerAreContent() throws Exception {
    Path answer = Files.writeString(workspace.resolve("answer.sh"), "echo 0\n");

    AgentRun run =
        ended(
            runs(ada)
                .start(
                    request()
                        .addHooks(
                            AgentHook.newBuilder()
                                .setPoint(AgentHookPoint.AGENT_HOOK_POINT_AFTER_EDIT)
                                .setCommand(HOOK))
                        .build()));

    assertThat(run.getReason()).isEqualTo("It says 2.");
    assertThat(run.getState()).isEqualTo(AgentRunState.AGENT_RUN_STATE_APPROVED);
    assertThat(answer).hasContent("# As agreed.\necho 2\n");
    assertThat(run.getStepsList())
        .extracting(AgentStep::getDeed, AgentStep::getModel)
        .containsExactly(
            tuple(AgentDeed.AGENT_DEED_PLANNED, "openai/gpt-5"),
            tuple(AgentDeed.AGENT_DEED_EDITED, "gemini/gemini-2.5-pro"),
            tuple(AgentDeed.AGENT_DEED_EDITED, "gemini/gemini-2.5-pro"),
            tuple(AgentDeed.AGENT_DEED_SENT_BACK, "anthropic/claude-sonnet-4-6"),
            tuple(AgentDeed.AGENT_DEED_EDITED, "gemini/gemini-2.5-pro"),
            tuple(AgentDeed.AGENT_DEED_APPROVED, "anthropic/claude-sonnet-4-6"));
    assertThat(run.getSteps(1).getHooks(0).getMessage()).isEqualTo("It says 1, not 2");
    assertThat(run.getSteps(4).getChanges(0).getAddedLines()).isEqualTo(1);
    assertThat(run.getUnknownCosts()).isZero();
    assertThat(run.getModelCalls()).isEqualTo(13);
    assertThat(router.bean(WorkspaceServiceOnDirectory.class).users).containsOnly(ada);
    everyStepIsTold(run);
    theLedgerKnowsTheRoles(run);
  }

  private void everyStepIsTold(AgentRun run) {
    List<Event> told = router.bean(HeardEvents.class).all;
    await().atMost(PATIENCE).until(told::size, size -> size == 2 + 2 * run.getStepsCount());
    assertThat(told)
        .allMatch(event -> event.getSessionId().equals("s1"))
        .allMatch(
            event -> event.getData().getFieldsOrThrow("run").getStringValue().equals(run.getId()));
    assertThat(told.get(4).getData().getFieldsOrThrow("files").getStringValue())
        .isEqualTo("answer.sh +1 -1");
    assertThat(told.getLast().getData().getFieldsOrThrow("state").getStringValue())
        .isEqualTo("approved");
  }

  private void theLedgerKnowsTheRoles(AgentRun run) {
    GetUsage byRole =
        GetUsage.newBuilder().addGroupBy(UsageGrouping.USAGE_GROUPING_AGENT_ROLE).build();
    var usage = router.as(ada, UsageServiceGrpc::newBlockingStub);
    await()
        .atMost(PATIENCE)
        .until(() -> usage.getUsage(byRole).getTotal().getCalls() == run.getModelCalls());
    assertThat(usage.getUsage(byRole).getSumsList())
        .extracting(UsageSum::getAgentRole, UsageSum::getCalls)
        .containsExactlyInAnyOrder(
            tuple("planner", 2L), tuple("editor", 9L), tuple("reviewer", 2L));
    assertThat(usage.getUsage(byRole).getTotal().getCostUsd()).isEqualTo(run.getCostUsd());
  }

  @Test
  void modelThatDoesNotAnswerWaitsUntilItIsCancelled() {
    simulator.script(ScriptReader.read("faults: [{fault: 'stall:before-first-token'}]"));
    AgentRun started = runs(ada).start(request().build());

    runs(ada).cancel(CancelAgentRun.newBuilder().setRunId(started.getId()).build());

    AgentRun run = ended(started);
    assertThat(run.getReason()).isEmpty();
    assertThat(run.getState()).isEqualTo(AgentRunState.AGENT_RUN_STATE_CANCELLED);
    assertThat(runs(ada).list(ListAgentRuns.getDefaultInstance()).getRunsList())
        .extracting(AgentRun::getId)
        .containsExactly(started.getId());
    assertThat(runs("eve").list(ListAgentRuns.getDefaultInstance()).getRunsList()).isEmpty();
    assertThat(
            fault(() -> runs("eve").get(GetAgentRun.newBuilder().setRunId(started.getId()).build()))
                .code())
        .isEqualTo(FaultCode.NOT_FOUND);
  }

  @Test
  void modelThatTheProviderDoesNotHaveEndsTheRunWithItsWords() {
    simulator.script(Script.ECHO);
    StartAgentRun request =
        request()
            .clearMaxCostUsd()
            .setWorkers(0, worker(AgentRole.AGENT_ROLE_PLANNER, "gpt-unheard-of"))
            .build();

    AgentRun run = ended(runs(ada).start(request));

    assertThat(run.getState()).isEqualTo(AgentRunState.AGENT_RUN_STATE_FAILED);
    assertThat(run.getReason()).contains("gpt-unheard-of");
  }

  @Test
  void whatIsWrongIsRefusedAtTheStart() {
    assertThat(refused(request().setTask(" ")).message()).startsWith("task: empty");
    assertThat(refused(request().removeWorkers(0)).message()).startsWith("planner.model: missing");
    assertThat(
            refused(
                    request()
                        .setWorkers(0, worker(AgentRole.AGENT_ROLE_PLANNER, "openai/unpriced")))
                .message())
        .startsWith("planner.model: openai/unpriced (expected: a model whose price is known");
    assertThat(
            refused(
                    request()
                        .addWorkers(
                            AgentWorker.newBuilder()
                                .setRole(AgentRole.AGENT_ROLE_EDITOR)
                                .setTemplate("roles/poet")))
                .message())
        .contains("roles/poet");
    assertThat(
            refused(
                    request()
                        .addHooks(
                            AgentHook.newBuilder()
                                .setPoint(AgentHookPoint.AGENT_HOOK_POINT_AFTER_EDIT)
                                .setUrl("http://169.254.169.254/latest")))
                .field())
        .isEqualTo("hooks[0].url");
    assertThat(refused(request().setMaxRounds(21)).field()).isEqualTo("max_rounds");
    assertThat(simulator.count()).isZero();
  }
}
