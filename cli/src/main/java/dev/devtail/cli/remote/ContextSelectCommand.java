package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** The files that serve a task. */
@Command(
    name = "select",
    mixinStandardHelpOptions = true,
    description = "Print the files that serve a task, the best first, and why.",
    footer = {"", "Example:  devtail context select 'uploads are retried too often' --limit 10"})
public final class ContextSelectCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ContextOptions options;

  @Parameters(paramLabel = "TASK", description = "In your words.")
  private String task;

  @Option(
      names = "--limit",
      defaultValue = "20",
      description = "Files (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  private ContextSelectCommand() {}

  @Override
  public Integer call() {
    try (Contexts contexts = options.connect()) {
      JsonNode files = contexts.rank(task, limit);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Json.print(out, files);
      } else {
        files.forEach(file -> print(out, file));
      }
      out.flush();
      return ExitCodes.OK;
    }
  }

  private static void print(PrintWriter out, JsonNode file) {
    out.printf(
        "%5.2f  %s%n       %s%n",
        file.path("score").asDouble(), file.path("path").asString(), reasons(file));
  }

  /** Why, in one line. */
  static String reasons(JsonNode file) {
    return file.path("reasons")
        .valueStream()
        .map(JsonNode::asString)
        .collect(Collectors.joining("; "));
  }
}
