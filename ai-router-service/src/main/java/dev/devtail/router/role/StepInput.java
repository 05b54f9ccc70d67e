package dev.devtail.router.role;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What hooks are told of a step, as JSON. */
final class StepInput {

  private static final JsonMapper JSON = JsonMapper.shared();

  private StepInput() {}

  /** Of one that is about to begin. */
  static ObjectNode before(RunSpec run, int number, Role role, int round) {
    return JSON.createObjectNode()
        .put("hook", HookPoint.before(role).label())
        .put("run", run.id().toString())
        .put("session", run.session())
        .put("workspace", run.workspace())
        .put("task", run.task())
        .put("step", number)
        .put("role", role.label())
        .put("round", round);
  }

  /** Of one that has been done. */
  static ObjectNode after(
      RunSpec run, int number, Role role, int round, Talk.Work work, List<FileChange> changes) {
    ObjectNode step =
        before(run, number, role, round)
            .put("hook", HookPoint.after(role).label())
            .put("deed", work.deed().label())
            .put("text", work.text());
    ArrayNode files = step.putArray("changes");
    for (FileChange change : changes) {
      files
          .addObject()
          .put("path", change.path())
          .put("kind", change.kind().label())
          .put("added", change.added())
          .put("removed", change.removed());
    }
    return step;
  }
}
