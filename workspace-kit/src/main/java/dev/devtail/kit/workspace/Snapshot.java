package dev.devtail.kit.workspace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A workspace as those who watch it know it. For one thread.
 *
 * @param files by path
 * @param directories rules of those that were entered, by their path with a {@code /} behind it
 * @param rules of the workspace's own directory
 */
record Snapshot(
    Map<String, TreeFile> files,
    Map<String, IgnoreRules> directories,
    IgnoreRules rules,
    GitHead head) {

  /** More changes than so many are told as one. */
  static final int MAX_CHANGES = 1_000;

  static Snapshot of(Walk walk, Manifest manifest, GitHead head) {
    Map<String, TreeFile> files = HashMap.newHashMap(manifest.files().size());
    manifest.files().forEach(file -> files.put(file.path(), file));
    return new Snapshot(files, walk.directories(), walk.rules(), head);
  }

  /** What happened since, by content. */
  List<TreeChange> changesTo(Snapshot later) {
    List<TreeFile> present = later.files.values().stream().filter(this::isNews).toList();
    List<String> gone =
        files.keySet().stream().filter(path -> !later.files.containsKey(path)).toList();
    List<TreeChange> changes = new ArrayList<>(2);
    if (present.size() + gone.size() > MAX_CHANGES) {
      changes.add(new TreeChange.Everything());
    } else if (!present.isEmpty() || !gone.isEmpty()) {
      changes.add(
          new TreeChange.Files(
              present.stream().sorted(Comparator.comparing(TreeFile::path)).toList(),
              gone.stream().sorted().toList()));
    }
    if (!later.head.equals(head)) {
      changes.add(later.head.change());
    }
    return changes;
  }

  /** Whether the content is another than what is known of that path. */
  boolean isNews(TreeFile file) {
    TreeFile before = files.get(file.path());
    return before == null || !before.hash().equals(file.hash());
  }
}
