package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Lists models. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = "List the models that the configured providers have, and what they cost.",
    footer = {
      "",
      "Prices are US dollars for a million tokens; - is not known.",
      "Point a coding agent at them:",
      "  KEY=$(devtail keys create --name claude)",
      "  ANTHROPIC_BASE_URL=http://127.0.0.1:7717 ANTHROPIC_AUTH_TOKEN=$KEY claude"
    })
public final class ModelsCommand implements Callable<Integer> {

  private static final String ROW = "%-44s  %9s  %8s  %8s  %-12s%n";
  private static final int TOKENS_PER_K = 1_000;

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions gateway;

  @Parameters(
      arity = "0..1",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Those alone whose names contain it.")
  private String text;

  @Option(names = "--json", description = "Print the list as OpenAI's clients get it.")
  private boolean json;

  private ModelsCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (ModelCalls calls = new ModelCalls(gateway)) {
      JsonNode models = calls.models();
      if (json) {
        out.println(models.toPrettyString());
      } else {
        print(out, models.path("data"));
      }
    }
    out.flush();
    return ExitCodes.OK;
  }

  private void print(PrintWriter out, JsonNode models) {
    if (models.isEmpty()) {
      out.println(
          "No models. Set a provider's key where DevTail runs, as ANTHROPIC_API_KEY, and start it"
              + " again.");
      return;
    }
    out.printf(ROW, "MODEL", "CONTEXT", "INPUT $", "OUTPUT $", "CAN");
    for (JsonNode model : models) {
      String id = model.path("id").asString("");
      if (id.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT))) {
        JsonNode facts = model.path("devtail");
        long context = facts.path("context_tokens").asLong(0);
        out.printf(
            ROW,
            id,
            context == 0 ? "-" : context / TOKENS_PER_K + "k",
            facts.path("input_usd_per_million").asString("-"),
            facts.path("output_usd_per_million").asString("-"),
            can(facts));
      }
    }
  }

  private static String can(JsonNode facts) {
    return (facts.path("tools").asBoolean(false) ? "tools " : "")
        + (facts.path("images").asBoolean(false) ? "images" : "");
  }
}
