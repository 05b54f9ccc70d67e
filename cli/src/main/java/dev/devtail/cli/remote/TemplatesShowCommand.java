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

/** One template: what it is filled with, and its text. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Print what a template is for, its parameters and its text.",
    footer = {
      "",
      "Example:  devtail templates show review      the newest",
      "          devtail templates show review@1    one that is named"
    })
public final class TemplatesShowCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Parameters(paramLabel = "NAME[@VERSION]", description = "Which one; default: the newest.")
  private String reference;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  private TemplatesShowCommand() {}

  @Override
  public Integer call() {
    try (TemplateCalls templates = new TemplateCalls(options)) {
      JsonNode template = templates.get(reference);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Json.print(out, template);
      } else {
        print(out, template);
      }
      out.flush();
      return ExitCodes.OK;
    }
  }

  private static void print(PrintWriter out, JsonNode template) {
    out.printf(
        "%s: %s%n", template.path("reference").asString(), template.path("description").asString());
    out.printf("Versions: %s. ", joined(template.path("versions")));
    out.println(
        template.path("ofOperator").asBoolean() ? "Of the operator." : "Comes with DevTail.");
    out.println();
    template
        .path("parameters")
        .forEach(
            parameter ->
                out.printf(
                    "  %-16s  %s%n", parameter.path("name").asString(), description(parameter)));
    out.println();
    out.println(template.path("text").asString());
  }

  private static String description(JsonNode parameter) {
    String text = parameter.path("description").asString();
    if (parameter.path("allowed").size() > 0) {
      text += " (%s)".formatted(joined(parameter.path("allowed")));
    }
    if (parameter.path("required").asBoolean()) {
      return text;
    }
    String otherwise = parameter.path("default").asString();
    return text + (otherwise.isEmpty() ? "; may be left out" : "; default: " + otherwise);
  }

  private static String joined(JsonNode values) {
    return values
        .valueStream()
        .map(JsonNode::asString)
        .filter(value -> !value.isEmpty())
        .collect(Collectors.joining(", "));
  }
}
