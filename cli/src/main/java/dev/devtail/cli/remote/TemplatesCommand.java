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

/** The prompt templates that there are. */
@Command(
    name = "templates",
    mixinStandardHelpOptions = true,
    description = "List prompt templates.",
    footer = {
      "",
      "Example:  devtail templates show review",
      "          devtail templates render review --set diff=@change.diff --set focus=security",
      "          git diff | devtail ask --template review --set diff=@-"
    },
    subcommands = {TemplatesShowCommand.class, TemplatesRenderCommand.class})
public final class TemplatesCommand implements Callable<Integer> {

  private static final String ROW = "%-24s  %-32s  %s%n";

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  private TemplatesCommand() {}

  @Override
  public Integer call() {
    try (TemplateCalls templates = new TemplateCalls(options)) {
      JsonNode all = templates.list();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Json.print(out, all);
      } else {
        out.printf(ROW, "TEMPLATE", "PARAMETERS", "FOR");
        all.forEach(
            template ->
                out.printf(
                    ROW,
                    template.path("reference").asString(),
                    parameters(template.path("parameters")),
                    template.path("description").asString()));
      }
      out.flush();
      return ExitCodes.OK;
    }
  }

  /** Those that may be left out in brackets. */
  private static String parameters(JsonNode parameters) {
    return String.join(
        " ",
        parameters
            .valueStream()
            .map(
                parameter ->
                    (parameter.path("required").asBoolean() ? "%s" : "[%s]")
                        .formatted(parameter.path("name").asString()))
            .toList());
  }
}
