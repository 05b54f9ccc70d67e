package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Why a file serves a task. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Tell where a file stands among those that serve a task, and why.",
    footer = {"", "Example:  devtail context explain src/upload.py 'retry broken uploads'"})
public final class ContextExplainCommand implements Callable<Integer> {

  /** Files that are looked at. */
  private static final int LOOKED_AT = 1_000;

  @Spec private CommandSpec spec;
  @Mixin private ContextOptions options;

  @Parameters(index = "0", paramLabel = "PATH", description = "Relative to the workspace.")
  private String path;

  @Parameters(index = "1", paramLabel = "TASK", description = "In your words.")
  private String task;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  private ContextExplainCommand() {}

  @Override
  public Integer call() {
    try (Contexts contexts = options.connect()) {
      JsonNode files = contexts.rank(task, LOOKED_AT);
      PrintWriter out = spec.commandLine().getOut();
      int rank = 0;
      for (JsonNode file : files) {
        rank++;
        if (file.path("path").asString().equals(path)) {
          print(out, file, rank);
          return ExitCodes.OK;
        }
      }
      out.printf("%s is not among the %d files that serve this best.%n", path, files.size());
      out.flush();
      return ExitCodes.NOT_FOUND;
    }
  }

  private void print(PrintWriter out, JsonNode file, int rank) {
    if (json) {
      Json.print(out, file);
    } else {
      out.printf("number %d, %.2f: ", rank, file.path("score").asDouble());
      out.println(ContextSelectCommand.reasons(file));
    }
    out.flush();
  }
}
