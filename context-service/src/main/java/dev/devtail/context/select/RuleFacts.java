package dev.devtail.context.select;

import dev.devtail.context.report.FailingTest;
import dev.devtail.context.workspace.History;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What rules go by beside the code itself.
 *
 * @param branches the last commits that branches have in common with the head, by their names
 */
public record RuleFacts(
    Instant now, History history, Map<String, String> branches, List<FailingTest> failing) {

  public RuleFacts {
    branches = Map.copyOf(branches);
    failing = List.copyOf(failing);
  }
}
