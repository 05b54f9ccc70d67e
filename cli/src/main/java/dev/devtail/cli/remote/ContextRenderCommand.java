package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** A context, ready to be given to a model. */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    description = "Print the best context for a task that fits a budget of tokens.",
    footer = {
      "",
      "What it holds, and what it cost, goes to the standard error.",
      "Example:  devtail context render 'retry broken uploads' --budget 20000 --model gpt-5"
    })
public final class ContextRenderCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ContextOptions options;

  @Parameters(
      paramLabel = "TASK",
      arity = "0..1",
      defaultValue = "",
      description = "In your words; without it only what the rules want.")
  private String task;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "What is wanted in any case; default: the workspace's .devtail/context.yaml.")
  private @Nullable Path rules;

  @Option(
      names = "--budget",
      paramLabel = "TOKENS",
      defaultValue = "8000",
      description = "Of the whole text, and never more (default: ${DEFAULT-VALUE}).")
  private int budget;

  @Option(
      names = "--model",
      defaultValue = "",
      description = "Whose tokens are counted; default: o200k_base.")
  private String model;

  @Option(
      names = "--format",
      defaultValue = "xml",
      description = "xml, markdown or json (default: ${DEFAULT-VALUE}).")
  private String format;

  @Option(names = "--json", description = "Print a JSON object, with the text in it.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print the text and nothing else.")
  private boolean quiet;

  private ContextRenderCommand() {}

  @Override
  public Integer call() {
    try (Contexts contexts = options.connect()) {
      JsonNode built = contexts.build(task, budget, model, format, rules());
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Json.print(out, built);
      } else {
        out.print(built.path("text").asString());
        if (!quiet) {
          summary(spec.commandLine().getErr(), built);
        }
      }
      out.flush();
      return ExitCodes.OK;
    }
  }

  private String rules() {
    if (rules == null) {
      return "";
    }
    try {
      return Files.readString(rules);
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), "Cannot read " + rules + ".");
    }
  }

  private static void summary(PrintWriter err, JsonNode built) {
    built
        .path("items")
        .forEach(
            item ->
                err.printf(
                    "%6d  %-6s  %s  (%s)%n",
                    item.path("tokens").asLong(),
                    item.path("depth").asString(),
                    item.path("path").asString(),
                    ContextSelectCommand.reasons(item)));
    built.path("notes").forEach(note -> err.printf("rules:%s%n", note.asString()));
    err.printf(
        "%s%d tokens, %d files; %d more had no room%n",
        built.path("estimated").asBoolean() ? "at most " : "",
        built.path("tokens").asLong(),
        built.path("items").size(),
        built.path("omissions").size());
    err.flush();
  }
}
