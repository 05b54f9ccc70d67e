package dev.devtail.router.role;

import java.util.StringJoiner;

/** What roles are asked to do, step by step; how they are to do it, their instructions say. */
final class Briefs {

  /** Of a diff that a model is shown, in characters. */
  static final int MAX_DIFF = 100_000;

  private final String task;

  Briefs(String task) {
    this.task = task;
  }

  String plan(String toMend) {
    return sections("Task", task, "Your last plan was not accepted", toMend);
  }

  String edit(String plan, String toMend, String diff) {
    return sections(
        "Task",
        task,
        "Plan",
        plan,
        "What has to be mended in your changes",
        toMend,
        "Your changes so far",
        diff);
  }

  String review(String plan, String summary, String diff) {
    return sections(
        "Task",
        task,
        "Plan",
        plan,
        "What the editor says",
        summary,
        "The changes",
        diff.isEmpty() ? "No file was changed." : diff);
  }

  /**
   * @param notes of hooks
   */
  static String withNotes(String brief, String notes) {
    return notes.isBlank() ? brief : brief + "\n\n" + sections("Notes of hooks", notes);
  }

  /**
   * @param titlesAndTexts in turn; what is empty is left out
   */
  private static String sections(String... titlesAndTexts) {
    StringJoiner all = new StringJoiner("\n\n");
    for (int i = 0; i < titlesAndTexts.length; i += 2) {
      if (!titlesAndTexts[i + 1].isBlank()) {
        all.add("# %s\n\n%s".formatted(titlesAndTexts[i], titlesAndTexts[i + 1].strip()));
      }
    }
    return all.toString();
  }
}
