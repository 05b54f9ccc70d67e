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
import tools.jackson.databind.node.ObjectNode;

/** Tells who would answer. */
@Command(
    name = "route",
    mixinStandardHelpOptions = true,
    description = "Tell which model would answer a request, and ask none.",
    footer = {
      "",
      "Example:  devtail route claude-haiku-4-5 --explain",
      "For a whole request:  curl -H 'devtail-dry-run: true' … /v1/messages -d @request.json"
    })
public final class RouteCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions gateway;

  @Parameters(paramLabel = "MODEL", description = "The model that is asked for.")
  private String model;

  @Option(names = "--explain", description = "Print every rule that was looked at, and why not.")
  private boolean explain;

  @Option(
      names = "--effort",
      defaultValue = "",
      description = "How hard to think, as low, medium or high.")
  private String effort;

  @Option(names = "--tools", description = "As if tools were to be called.")
  private boolean tools;

  @Option(
      names = "--kbytes",
      defaultValue = "0",
      description = "As if the conversation had so many KB.")
  private int kbytes;

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  /** One token of every tokenizer that is known. */
  private static final String TOKEN = " the";

  private static final int TOKENS_PER_KB = 1024 / TOKEN.length();

  private RouteCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    ObjectNode request =
        ModelCalls.question(model, TOKEN.repeat(Math.max(1, kbytes * TOKENS_PER_KB)));
    if (!effort.isEmpty()) {
      request.putObject("output_config").put("effort", effort);
    }
    if (tools) {
      request.putArray("tools").addObject().put("name", "any");
    }
    try (ModelCalls calls = new ModelCalls(gateway)) {
      JsonNode decision = calls.explain(request);
      if (json) {
        out.println(decision.toPrettyString());
      } else {
        print(out, decision);
      }
    }
    out.flush();
    return ExitCodes.OK;
  }

  private void print(PrintWriter out, JsonNode decision) {
    out.printf("rule    %s%n", decision.path("rule").asString());
    decision.path("models").forEach(one -> out.printf("model   %s%n", one.asString()));
    decision.path("ways").forEach(one -> out.printf("way     %s%n", one.asString()));
    if (decision.path("ways").isEmpty()) {
      out.println("way     none: no such provider is configured");
    }
    JsonNode window = decision.path("window");
    if (window.path("too_long").asBoolean()) {
      out.printf(
          "window  about %d tokens, where %d fit: %s%n",
          window.path("tokens").asLong(),
          window.path("room").asLong(),
          window
              .path("strategies")
              .valueStream()
              .map(JsonNode::asString)
              .collect(Collectors.joining(", ")));
    }
    if (explain) {
      out.println();
      for (JsonNode one : decision.path("considered")) {
        out.printf(
            "  %-40s %s%n", one.path("what").asString(), one.path("why_not").asString("taken"));
      }
    }
  }
}
