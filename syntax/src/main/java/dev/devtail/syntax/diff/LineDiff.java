package dev.devtail.syntax.diff;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import java.util.ArrayList;
import java.util.List;

/** Lines that differ, in bounds: beyond them, all between the first and the last that do. */
final class LineDiff {

  /** Lines of both versions together, from the first that differs to the last. */
  static final int MAX_LINES = 10_000;

  private LineDiff() {}

  static List<LineChange> between(List<String> before, List<String> after) {
    int shorter = Math.min(before.size(), after.size());
    int start = 0;
    while (start < shorter && before.get(start).equals(after.get(start))) {
      start++;
    }
    int same = 0;
    while (same < shorter - start
        && before.get(before.size() - 1 - same).equals(after.get(after.size() - 1 - same))) {
      same++;
    }
    List<String> old = before.subList(start, before.size() - same);
    List<String> present = after.subList(start, after.size() - same);
    if (old.isEmpty() && present.isEmpty()) {
      return List.of();
    }
    if (old.isEmpty() || present.isEmpty() || old.size() + present.size() > MAX_LINES) {
      return List.of(
          new LineChange(
              new LineRange(start + 1, start + old.size()),
              new LineRange(start + 1, start + present.size())));
    }
    List<LineChange> changes = new ArrayList<>();
    for (AbstractDelta<String> delta : DiffUtils.diff(old, present).getDeltas()) {
      changes.add(new LineChange(range(start, delta.getSource()), range(start, delta.getTarget())));
    }
    return changes;
  }

  private static LineRange range(int start, Chunk<String> chunk) {
    int first = start + chunk.getPosition() + 1;
    return new LineRange(first, first + chunk.size() - 1);
  }
}
