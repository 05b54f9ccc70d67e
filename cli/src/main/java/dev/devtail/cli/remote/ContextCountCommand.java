package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** How many tokens files have. */
@Command(
    name = "count",
    mixinStandardHelpOptions = true,
    description = "Count the tokens of files, the largest first.",
    footer = {"", "Example:  devtail context count '**/*.ts' --model claude-sonnet-4-5"})
public final class ContextCountCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ContextOptions options;

  @Parameters(
      paramLabel = "GLOB",
      arity = "0..*",
      description = "As **/*.java; one without a slash is for names anywhere. Default: all files.")
  private List<String> globs = List.of();

  @Option(
      names = "--model",
      defaultValue = "",
      description = "Whose tokens are counted; default: o200k_base.")
  private String model;

  @Option(
      names = "--limit",
      defaultValue = "20",
      description = "Files that are named (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--json", description = "Print a JSON object, with all files.")
  private boolean json;

  private ContextCountCommand() {}

  @Override
  public Integer call() {
    try (Contexts contexts = options.connect()) {
      JsonNode counts = contexts.count(globs, model);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Json.print(out, counts);
      } else {
        print(out, counts);
      }
      out.flush();
      return ExitCodes.OK;
    }
  }

  private void print(PrintWriter out, JsonNode counts) {
    counts.path("files").properties().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, JsonNode> file) -> file.getValue().asLong())
                .reversed())
        .limit(limit)
        .forEach(file -> out.printf("%9d  %s%n", file.getValue().asLong(), file.getKey()));
    out.printf(
        "%9d  %sin %d files%n",
        counts.path("tokens").asLong(),
        counts.path("estimated").asBoolean() ? "at most, " : "",
        counts.path("files").size());
  }
}
