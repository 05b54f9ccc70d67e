package dev.devtail.router.role;

import dev.devtail.kit.fault.Fault;
import dev.devtail.router.role.Workspace.Listing;
import dev.devtail.router.role.Workspace.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Does what a role's model calls for. What it has done wrong is told to it. */
final class Tools {

  private static final int MAX_LISTED = 1_000;

  /** Of one answer to a model, in characters. */
  private static final int MAX_SAID = 48_000;

  private static final int MAX_MATCHES_PER_FILE = 50;
  private static final Duration SEARCH_TIME = Duration.ofSeconds(20);

  private final Role role;
  private final Workspace workspace;
  private final EditedFiles files;

  Tools(Role role, Workspace workspace, EditedFiles files) {
    this.role = role;
    this.workspace = workspace;
    this.files = files;
  }

  /** What comes of a call. */
  sealed interface Result {

    /** The model goes on with it. */
    record Said(String text) implements Result {}

    /** The model is to do better. */
    record Wrong(String text) implements Result {}

    /** The role's work is done. */
    record Finished(Deed deed, String text) implements Result {}
  }

  /**
   * @throws Fault if the workspace cannot be asked any more
   */
  Result call(String name, JsonNode input) throws InterruptedException {
    Tool tool = Tool.named(name, role).orElse(null);
    if (tool == null) {
      return new Result.Wrong("There is no tool %s.".formatted(Texts.beginning(name, 100)));
    }
    try {
      return call(tool, input);
    } catch (ToolMistakeException mistake) {
      return new Result.Wrong(mistake.say());
    } catch (Fault fault) {
      if (WorkspaceFaults.isOver(fault)) {
        throw fault;
      }
      return new Result.Wrong(fault.message());
    }
  }

  private Result call(Tool tool, JsonNode input) throws InterruptedException {
    return switch (tool) {
      case LIST_FILES -> new Result.Said(list(input));
      case READ_FILE -> new Result.Said(read(input));
      case SEARCH_FILES -> new Result.Said(search(input));
      case WRITE_FILE -> {
        String path = WorkspacePaths.toChange(text(input, "path"));
        files.write(path, text(input, "content"));
        yield new Result.Said("Written.");
      }
      case REPLACE_IN_FILE -> new Result.Said(replace(input));
      case DELETE_FILE -> {
        files.delete(WorkspacePaths.toChange(text(input, "path")));
        yield new Result.Said("Deleted.");
      }
      case SUBMIT_PLAN -> new Result.Finished(Deed.PLANNED, words(input, "plan"));
      case FINISH_EDITING -> new Result.Finished(Deed.EDITED, words(input, "summary"));
      case APPROVE -> new Result.Finished(Deed.APPROVED, text(input, "comments"));
      case SEND_BACK -> new Result.Finished(Deed.SENT_BACK, words(input, "comments"));
    };
  }

  private String list(JsonNode input) throws InterruptedException {
    String path = WorkspacePaths.of(input.path("path").asString(""));
    Listing listing =
        Awaited.value(workspace.list(path, input.path("recursive").asBoolean(false), MAX_LISTED));
    List<String> lines = new ArrayList<>();
    listing
        .entries()
        .forEach(
            entry ->
                lines.add(
                    entry.directory()
                        ? entry.path() + "/"
                        : "%s (%d bytes)".formatted(entry.path(), entry.bytes())));
    if (lines.isEmpty()) {
      return "It is empty.";
    }
    if (listing.truncated()) {
      lines.add("… and more. List a directory of it.");
    }
    return Texts.beginning(String.join("\n", lines), MAX_SAID);
  }

  /** As many whole lines as fit. */
  private String read(JsonNode input) throws InterruptedException {
    String path = WorkspacePaths.of(text(input, "path"));
    List<String> lines = files.read(path).lines().toList();
    int from = Math.max(1, input.path("from_line").asInt(1));
    if (from > Math.max(1, lines.size())) {
      throw new ToolMistakeException("%s has %d lines.".formatted(path, lines.size()));
    }
    StringBuilder part = new StringBuilder();
    int next = from - 1;
    while (next < lines.size() && part.length() + lines.get(next).length() < MAX_SAID) {
      part.append(lines.get(next)).append('\n');
      next++;
    }
    if (next < lines.size()) {
      part.append(
          next == from - 1
              ? "… line %d is too long to be shown.".formatted(from)
              : "… of %d lines. Read on from line %d.".formatted(lines.size(), next + 1));
    }
    return part.isEmpty() ? "It is empty." : part.toString();
  }

  /** By Git, which does it where the files are, in time that does not depend on the expression. */
  private String search(JsonNode input) throws InterruptedException {
    String path = WorkspacePaths.of(input.path("path").asString(""));
    List<String> command =
        List.of(
            "git",
            "--literal-pathspecs",
            "grep",
            "--no-index",
            "--exclude-standard",
            "--no-color",
            "-n",
            "-I",
            "-E",
            "--max-count=" + MAX_MATCHES_PER_FILE,
            "-e",
            text(input, "pattern"),
            "--",
            path.isEmpty() ? "." : path);
    Outcome outcome = Awaited.value(workspace.run(command, new byte[0], SEARCH_TIME));
    return switch (outcome.exitCode().orElse(-1)) {
      case 0 -> Texts.beginning(outcome.stdout(), MAX_SAID);
      case 1 -> "No line matches.";
      case -1 -> throw new ToolMistakeException("The search took too long. Search in less.");
      default -> throw new ToolMistakeException(Texts.beginning(outcome.stderr(), 1_000));
    };
  }

  private String replace(JsonNode input) throws InterruptedException {
    String path = WorkspacePaths.toChange(text(input, "path"));
    String old = words(input, "old_text");
    String now = files.asSeen(path);
    int found = now.indexOf(old);
    if (found < 0) {
      throw new ToolMistakeException(
          "old_text does not occur in %s. Read it again, and copy it exactly.".formatted(path));
    }
    if (now.indexOf(old, found + 1) >= 0) {
      throw new ToolMistakeException(
          "old_text occurs in %s more than once. Take more of what is around it.".formatted(path));
    }
    files.write(
        path,
        now.substring(0, found) + text(input, "new_text") + now.substring(found + old.length()));
    return "Replaced.";
  }

  private static String text(JsonNode input, String field) {
    JsonNode value = input.path(field);
    if (!value.isString()) {
      throw new ToolMistakeException("%s: missing (expected: a text)".formatted(field));
    }
    return value.stringValue();
  }

  private static String words(JsonNode input, String field) {
    String text = text(input, field);
    if (text.isBlank()) {
      throw new ToolMistakeException("%s: empty (expected: a text)".formatted(field));
    }
    return text;
  }
}
