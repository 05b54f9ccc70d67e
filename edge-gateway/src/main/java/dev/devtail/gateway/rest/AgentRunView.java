package dev.devtail.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.devtail.kit.fault.Fault;
import dev.devtail.protocol.service.v1.AgentFileChange;
import dev.devtail.protocol.service.v1.AgentHook;
import dev.devtail.protocol.service.v1.AgentHookPoint;
import dev.devtail.protocol.service.v1.AgentHookResult;
import dev.devtail.protocol.service.v1.AgentRole;
import dev.devtail.protocol.service.v1.AgentRun;
import dev.devtail.protocol.service.v1.AgentStep;
import dev.devtail.protocol.service.v1.AgentWorker;
import dev.devtail.protocol.service.v1.StartAgentRun;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run of agents, as JSON has it, here and on the command line.
 *
 * @param maxCostUsd not there if the run has no bound of its own
 * @param state {@code running}, {@code approved}, {@code rejected}, {@code out_of_money}, {@code
 *     blocked}, {@code failed}, {@code cancelled} or {@code interrupted}
 * @param reason why it ended so
 * @param endedAt not there while it is under way
 * @param steps not there where runs are listed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AgentRunView(
    String id,
    String sessionId,
    String workspace,
    String task,
    @Nullable Worker planner,
    @Nullable Worker editor,
    @Nullable Worker reviewer,
    int maxRounds,
    @Nullable String maxCostUsd,
    String state,
    String reason,
    Instant startedAt,
    @Nullable Instant endedAt,
    String costUsd,
    int unknownCosts,
    int modelCalls,
    @Nullable List<Step> steps) {

  private static final String STATE_PREFIX = "AGENT_RUN_STATE_";
  private static final String ROLE_PREFIX = "AGENT_ROLE_";
  private static final String DEED_PREFIX = "AGENT_DEED_";
  private static final String KIND_PREFIX = "AGENT_FILE_CHANGE_KIND_";
  private static final String POINT_PREFIX = "AGENT_HOOK_POINT_";
  private static final String VERDICT_PREFIX = "AGENT_HOOK_VERDICT_";

  /** Who has a role. */
  public record Worker(@Nullable String model, @Nullable String template) {

    private AgentWorker toMessage(AgentRole role) {
      return AgentWorker.newBuilder()
          .setRole(role)
          .setModel(Requests.text(model))
          .setTemplate(Requests.text(template))
          .build();
    }
  }

  /**
   * One step.
   *
   * @param deed {@code planned}, {@code edited}, {@code approved}, {@code sent_back} or {@code
   *     nothing}
   */
  public record Step(
      int number,
      String role,
      int round,
      String deed,
      String text,
      List<Change> changes,
      String model,
      int modelCalls,
      UsageView.Tokens tokens,
      String costUsd,
      int unknownCosts,
      List<HookResult> hooks,
      Instant startedAt,
      long durationMs) {

    private static Step of(AgentStep step) {
      return new Step(
          step.getNumber(),
          name(step.getRole(), ROLE_PREFIX),
          step.getRound(),
          name(step.getDeed(), DEED_PREFIX),
          step.getText(),
          step.getChangesList().stream().map(Change::of).toList(),
          step.getModel(),
          step.getModelCalls(),
          UsageView.Tokens.of(step.getUsage()),
          step.getCostUsd(),
          step.getUnknownCosts(),
          step.getHooksList().stream().map(HookResult::of).toList(),
          Times.instant(step.getStartedAt()),
          step.getDurationMs());
    }
  }

  /** What a step has made of a file, in lines. */
  public record Change(String path, String kind, int added, int removed) {

    private static Change of(AgentFileChange change) {
      return new Change(
          change.getPath(),
          name(change.getKind(), KIND_PREFIX),
          change.getAddedLines(),
          change.getRemovedLines());
    }
  }

  /** What a hook has said: {@code passed}, {@code warned} or {@code blocked}. */
  public record HookResult(
      String at, String hook, String verdict, String message, long durationMs) {

    private static HookResult of(AgentHookResult result) {
      return new HookResult(
          name(result.getPoint(), POINT_PREFIX).replace('_', '-'),
          result.getHook(),
          name(result.getVerdict(), VERDICT_PREFIX),
          result.getMessage(),
          result.getDurationMs());
    }
  }

  /** The run, with its steps. */
  public static AgentRunView of(AgentRun run) {
    return of(run, run.getStepsList().stream().map(Step::of).toList());
  }

  /** The run alone. */
  public static AgentRunView listed(AgentRun run) {
    return of(run, null);
  }

  private static AgentRunView of(AgentRun run, @Nullable List<Step> steps) {
    return new AgentRunView(
        run.getId(),
        run.getSessionId(),
        run.getWorkspace(),
        run.getTask(),
        worker(run, AgentRole.AGENT_ROLE_PLANNER),
        worker(run, AgentRole.AGENT_ROLE_EDITOR),
        worker(run, AgentRole.AGENT_ROLE_REVIEWER),
        run.getMaxRounds(),
        run.getMaxCostUsd().isEmpty() ? null : run.getMaxCostUsd(),
        name(run.getState(), STATE_PREFIX),
        run.getReason(),
        Times.instant(run.getStartedAt()),
        run.hasEndedAt() ? Times.instant(run.getEndedAt()) : null,
        run.getCostUsd(),
        run.getUnknownCosts(),
        run.getModelCalls(),
        steps);
  }

  private static @Nullable Worker worker(AgentRun run, AgentRole role) {
    return run.getWorkersList().stream()
        .filter(worker -> worker.getRole() == role)
        .map(worker -> new Worker(worker.getModel(), worker.getTemplate()))
        .findFirst()
        .orElse(null);
  }

  private static String name(Enum<?> constant, String prefix) {
    return constant.name().replaceFirst("^" + prefix, "").toLowerCase(Locale.ROOT);
  }

  /** What is asked for; what is left out is as the service is configured. */
  public record Wanted(
      @Nullable String task,
      @Nullable String sessionId,
      @Nullable Worker planner,
      @Nullable Worker editor,
      @Nullable Worker reviewer,
      @Nullable Integer maxRounds,
      @Nullable String maxCostUsd,
      @Nullable List<Hook> hooks) {

    StartAgentRun toMessage() {
      if (task == null || task.isBlank()) {
        throw Fault.invalid("task", "missing", "what is to be done");
      }
      StartAgentRun.Builder start =
          StartAgentRun.newBuilder()
              .setTask(task)
              .setSessionId(Requests.text(sessionId))
              .setMaxRounds(rounds())
              .setMaxCostUsd(Requests.text(maxCostUsd));
      add(start, planner, AgentRole.AGENT_ROLE_PLANNER);
      add(start, editor, AgentRole.AGENT_ROLE_EDITOR);
      add(start, reviewer, AgentRole.AGENT_ROLE_REVIEWER);
      Objects.requireNonNullElse(hooks, List.<Hook>of())
          .forEach(hook -> start.addHooks(hook.toMessage()));
      return start.build();
    }

    private int rounds() {
      int rounds = Objects.requireNonNullElse(maxRounds, 0);
      if (rounds < 0 || maxRounds != null && rounds == 0) {
        throw Fault.invalid("maxRounds", rounds, "1 to 20");
      }
      return rounds;
    }

    private static void add(StartAgentRun.Builder start, @Nullable Worker worker, AgentRole role) {
      if (worker != null) {
        start.addWorkers(worker.toMessage(role));
      }
    }
  }

  /**
   * A hook that is asked for.
   *
   * @param at {@code before-plan}, {@code after-edit} and so on
   * @param command for a shell in the workspace; or else
   * @param url that the step is sent to
   */
  public record Hook(
      @Nullable String at,
      @Nullable String command,
      @Nullable String url,
      @Nullable Integer timeLimitMs) {

    private AgentHook toMessage() {
      if ((command == null) == (url == null)) {
        throw Fault.invalid("hooks", at == null ? "" : at, "a command or a url");
      }
      AgentHook.Builder hook =
          AgentHook.newBuilder()
              .setPoint(point(Requests.text(at)))
              .setTimeLimitMs(Objects.requireNonNullElse(timeLimitMs, 0));
      return url == null
          ? hook.setCommand(Requests.text(command)).build()
          : hook.setUrl(url).build();
    }

    private static AgentHookPoint point(String at) {
      return Arrays.stream(AgentHookPoint.values())
          .filter(point -> point.name().startsWith(POINT_PREFIX))
          .filter(point -> !at.isEmpty() && name(point, POINT_PREFIX).equals(at.replace('-', '_')))
          .filter(point -> point != AgentHookPoint.AGENT_HOOK_POINT_UNSPECIFIED)
          .findFirst()
          .orElseThrow(
              () ->
                  Fault.invalid(
                      "hooks.at",
                      at,
                      "before-plan, after-plan, before-edit, after-edit, before-review or"
                          + " after-review"));
    }
  }
}
