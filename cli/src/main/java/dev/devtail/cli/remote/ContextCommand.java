package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What is known of a workspace. */
@Command(
    name = "context",
    mixinStandardHelpOptions = true,
    description = {
      "Code maps and contexts for models, of a session's workspace. By itself: how far the",
      "reading of it is, and what is kept out."
    },
    footer = {
      "",
      "Example:  devtail context select 'retry broken uploads'",
      "          devtail context render 'retry broken uploads' > context.xml",
      "          devtail context map '**/*.java' --symbols",
      "          devtail context count --model gpt-5"
    },
    subcommands = {
      ContextMapCommand.class,
      ContextSelectCommand.class,
      ContextRenderCommand.class,
      ContextCountCommand.class,
      ContextExplainCommand.class
    })
public final class ContextCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ContextOptions options;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  private ContextCommand() {}

  @Override
  public Integer call() {
    try (Contexts contexts = options.connect()) {
      JsonNode state = contexts.state();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Json.print(out, state);
      } else {
        print(out, state);
      }
      out.flush();
      return ExitCodes.OK;
    }
  }

  private static void print(PrintWriter out, JsonNode state) {
    if (state.path("ready").asBoolean()) {
      out.printf(
          "%d files, read in %d ms%n", state.path("files").asInt(), state.path("millis").asLong());
    } else {
      out.printf(
          "being read: %d of %d files%n", state.path("read").asInt(), state.path("files").asInt());
    }
    if (!state.path("head").asString().isEmpty()) {
      out.printf("at %.12s %s%n", state.path("head").asString(), state.path("branch").asString());
    }
    if (!state.path("omissions").isEmpty()) {
      out.println("Kept out:");
      state
          .path("omissions")
          .forEach(
              omission ->
                  out.printf(
                      "  %s: %s%n",
                      omission.path("path").asString(), omission.path("reason").asString()));
    }
  }
}
