package dev.devtail.router.role;

import dev.devtail.kit.fault.Fault;
import dev.devtail.router.role.HookResult.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls hooks, and reads what they say, as Claude Code's hooks say it: exit 2 blocks, another code
 * but 0 warns, and with 0 a JSON object on standard output may decide. Of an address, 403 blocks,
 * another status that is no success warns.
 */
final class HookCalls {

  private static final int BLOCKS = 2;
  private static final int FORBIDDEN = 403;
  private static final int SUCCESSES = 2;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final List<Hook> hooks;
  private final Workspace workspace;
  private final HookAddresses addresses;

  HookCalls(List<Hook> hooks, Workspace workspace, HookAddresses addresses) {
    this.hooks = List.copyOf(hooks);
    this.workspace = workspace;
    this.addresses = addresses;
  }

  /** What a hook has said; the rest is known before. */
  private record Said(Verdict verdict, String message, String context) {

    static Said of(Verdict verdict, String message) {
      return new Said(verdict, message, "");
    }
  }

  /**
   * Calls those of a point, one after the other, up to the first that blocks.
   *
   * @param step what they are told
   * @throws Fault if the workspace cannot be asked any more
   */
  List<HookResult> call(HookPoint point, ObjectNode step) throws InterruptedException {
    List<HookResult> results = new ArrayList<>();
    for (Hook hook : hooks) {
      if (hook.point() == point) {
        long began = System.nanoTime();
        Said said = call(hook, JSON.writeValueAsBytes(step));
        results.add(
            new HookResult(
                point,
                hook.action().toString(),
                said.verdict(),
                Texts.storable(said.message()),
                Texts.storable(said.context()),
                Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began))));
        if (said.verdict() == Verdict.BLOCKED) {
          break;
        }
      }
    }
    return results;
  }

  private Said call(Hook hook, byte[] json) throws InterruptedException {
    try {
      return switch (hook.action()) {
        case Hook.Action.Command(String line) ->
            read(
                Awaited.value(
                    workspace.run(List.of("/bin/sh", "-c", line), json, hook.timeLimit())),
                hook.timeLimit());
        case Hook.Action.Address address ->
            read(Awaited.value(addresses.post(address.url(), json, hook.timeLimit())));
      };
    } catch (Fault fault) {
      if (hook.action() instanceof Hook.Action.Command && WorkspaceFaults.isOver(fault)) {
        throw fault;
      }
      return Said.of(Verdict.WARNED, fault.message());
    }
  }

  private static Said read(Workspace.Outcome outcome, Duration timeLimit) {
    if (outcome.exitCode().isEmpty()) {
      return Said.of(
          Verdict.WARNED,
          "It took longer than %d s, and was ended.".formatted(timeLimit.toSeconds()));
    }
    int code = outcome.exitCode().getAsInt();
    if (code == 0) {
      return decision(outcome.stdout());
    }
    String words = outcome.stderr().isBlank() ? outcome.stdout() : outcome.stderr();
    String message = words.isBlank() ? "exit " + code : "exit %d: %s".formatted(code, tail(words));
    return code == BLOCKS
        ? Said.of(Verdict.BLOCKED, words.isBlank() ? message : tail(words))
        : Said.of(Verdict.WARNED, message);
  }

  private static String tail(String words) {
    return Texts.end(words.strip(), HookResult.MAX_TEXT / 2);
  }

  private static Said read(HookAddresses.Answer answer) {
    if (answer.status() / 100 == SUCCESSES) {
      return decision(answer.body());
    }
    Said decided = decision(answer.body());
    String reason = decided.message().isEmpty() ? answer.body() : decided.message();
    return answer.status() == FORBIDDEN
        ? Said.of(Verdict.BLOCKED, reason.isBlank() ? "HTTP 403" : reason)
        : Said.of(Verdict.WARNED, "HTTP %d: %s".formatted(answer.status(), reason));
  }

  /** What is no JSON object decides nothing. */
  private static Said decision(String output) {
    JsonNode json;
    try {
      json = output.stripLeading().startsWith("{") ? JSON.readTree(output) : JSON.nullNode();
    } catch (JacksonException malformed) {
      return Said.of(Verdict.WARNED, "What it says is no JSON: " + malformed.getOriginalMessage());
    }
    String context = json.path("context").asString("");
    if (!json.path("decision").asString("").equals("block")) {
      return new Said(Verdict.PASSED, "", context);
    }
    String reason = json.path("reason").asString("");
    return new Said(Verdict.BLOCKED, reason.isBlank() ? "It gives no reason." : reason, context);
  }
}
