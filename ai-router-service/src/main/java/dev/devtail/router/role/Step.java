package dev.devtail.router.role;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * One step of a run, once it is over.
 *
 * @param number from 1 on
 * @param round of the editor's, from 1 on; of a planner how often it has set to
 * @param text the plan, what the editor says of its work, the reviewer's words, or why nothing came
 *     of it
 * @param model {@code provider/model} that answered last; empty if none was asked
 */
public record Step(
    int number,
    Role role,
    int round,
    Deed deed,
    String text,
    List<FileChange> changes,
    String model,
    Spending spending,
    List<HookResult> hooks,
    Instant startedAt,
    Duration duration) {

  /** Of a text, in characters; what is longer is cut. */
  public static final int MAX_TEXT = 32_000;

  public Step {
    text = Texts.beginning(Texts.storable(text), MAX_TEXT);
    changes = List.copyOf(changes);
    hooks = List.copyOf(hooks);
    startedAt = startedAt.truncatedTo(ChronoUnit.MICROS);
  }
}
