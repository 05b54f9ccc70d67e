package dev.devtail.router.grpc;

import dev.devtail.kit.fault.Fault;
import dev.devtail.protocol.service.v1.AgentHook;
import dev.devtail.protocol.service.v1.AgentHookPoint;
import dev.devtail.protocol.service.v1.AgentRole;
import dev.devtail.protocol.service.v1.AgentWorker;
import dev.devtail.protocol.service.v1.StartAgentRun;
import dev.devtail.router.role.AddressBook;
import dev.devtail.router.role.Hook;
import dev.devtail.router.role.HookPoint;
import dev.devtail.router.role.Role;
import dev.devtail.router.role.RoleSettings;
import dev.devtail.router.role.RunBounds;
import dev.devtail.router.role.RunSpec;
import dev.devtail.router.role.Worker;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What the protocol asks of runs. Everything fails with INVALID_ARGUMENT that names the field. */
final class AgentRunRequests {

  private AgentRunRequests() {}

  static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException malformed) {
      throw Fault.invalid("run_id", text, "the id of a run");
    }
  }

  static RunSpec spec(UUID id, String user, StartAgentRun request, RoleSettings settings) {
    String maxCost = request.getMaxCostUsd();
    return new RunSpec(
        id,
        user,
        request.getSessionId(),
        request.getWorkspace(),
        request.getPlace(),
        request.getTask(),
        workers(request.getWorkersList(), settings),
        new RunBounds(
            request.getMaxRounds() == 0 ? RunBounds.DEFAULT_ROUNDS : request.getMaxRounds(),
            maxCost.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(maxCost))),
        hooks(request.getHooksList(), settings));
  }

  private static Map<Role, Worker> workers(List<AgentWorker> named, RoleSettings settings) {
    Map<Role, Worker> workers = new EnumMap<>(settings.workers());
    Set<Role> seen = EnumSet.noneOf(Role.class);
    for (AgentWorker one : named) {
      Role role = role(one.getRole());
      if (!seen.add(role)) {
        throw Fault.invalid("workers", role.label(), "each role once");
      }
      Worker usual = Objects.requireNonNull(workers.get(role));
      workers.put(
          role,
          new Worker(
              one.getModel().isEmpty() ? usual.model() : one.getModel(),
              one.getTemplate().isEmpty() ? usual.template() : one.getTemplate()));
    }
    workers.forEach(AgentRunRequests::requireModel);
    return workers;
  }

  private static void requireModel(Role role, Worker worker) {
    if (worker.model().isEmpty()) {
      throw Fault.invalid(
          role.label() + ".model",
          "missing",
          "a model of devtail models, or devtail.router.roles.%s.model".formatted(role.label()));
    }
  }

  private static Role role(AgentRole role) {
    return switch (role) {
      case AGENT_ROLE_PLANNER -> Role.PLANNER;
      case AGENT_ROLE_EDITOR -> Role.EDITOR;
      case AGENT_ROLE_REVIEWER -> Role.REVIEWER;
      case AGENT_ROLE_UNSPECIFIED, UNRECOGNIZED ->
          throw Fault.invalid("workers.role", role, "one that this version knows");
    };
  }

  private static List<Hook> hooks(List<AgentHook> asked, RoleSettings settings) {
    List<Hook> hooks = new ArrayList<>(settings.hooks());
    for (int i = 0; i < asked.size(); i++) {
      hooks.add(hook("hooks[" + i + "].", asked.get(i), settings.callersAddresses()));
    }
    return hooks;
  }

  private static Hook hook(String path, AgentHook hook, AddressBook permitted) {
    Duration limit = Duration.ofMillis(hook.getTimeLimitMs());
    return new Hook(
        point(path, hook.getPoint()),
        switch (hook.getActionCase()) {
          case COMMAND -> command(path, hook.getCommand());
          case URL -> new Hook.Action.Address(url(path, hook.getUrl(), permitted));
          case ACTION_NOT_SET -> throw Fault.invalid(path + "action", "missing", "command or url");
        },
        limit.isZero() ? Hook.DEFAULT_TIME_LIMIT : limit);
  }

  private static Hook.Action.Command command(String path, String line) {
    if (line.isBlank() || line.indexOf('\0') >= 0) {
      throw Fault.invalid(path + "command", "empty", "a line for /bin/sh");
    }
    return new Hook.Action.Command(line);
  }

  private static URI url(String path, String text, AddressBook permitted) {
    try {
      URI url = new URI(text);
      if (permitted.permits(url)) {
        return url;
      }
    } catch (URISyntaxException malformed) {
      // Told below.
    }
    throw Fault.invalid(
        path + "url", text, "an address that devtail.router.roles.hook-urls permits");
  }

  private static HookPoint point(String path, AgentHookPoint point) {
    return switch (point) {
      case AGENT_HOOK_POINT_BEFORE_PLAN -> HookPoint.BEFORE_PLAN;
      case AGENT_HOOK_POINT_AFTER_PLAN -> HookPoint.AFTER_PLAN;
      case AGENT_HOOK_POINT_BEFORE_EDIT -> HookPoint.BEFORE_EDIT;
      case AGENT_HOOK_POINT_AFTER_EDIT -> HookPoint.AFTER_EDIT;
      case AGENT_HOOK_POINT_BEFORE_REVIEW -> HookPoint.BEFORE_REVIEW;
      case AGENT_HOOK_POINT_AFTER_REVIEW -> HookPoint.AFTER_REVIEW;
      case AGENT_HOOK_POINT_UNSPECIFIED, UNRECOGNIZED ->
          throw Fault.invalid(path + "point", point, "one that this version knows");
    };
  }
}
