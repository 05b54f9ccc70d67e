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

/** Fills a template in; asks no model. */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    description = "Fill a template in and print it; asks no model.",
    footer = {
      "",
      "Example:  devtail templates render review --set diff=@change.diff",
      "          npm test 2>&1 | devtail templates render fix-failing-test --set output=@-"
    })
public final class TemplatesRenderCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;
  @Mixin private TemplateValues values;

  @Parameters(paramLabel = "NAME[@VERSION]", description = "Which one; default: the newest.")
  private String reference;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  private TemplatesRenderCommand() {}

  @Override
  public Integer call() {
    try (TemplateCalls templates = new TemplateCalls(options)) {
      JsonNode rendered = templates.render(reference, values.read(spec.commandLine()));
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Json.print(out, rendered);
      } else {
        out.println(rendered.path("text").asString());
      }
      out.flush();
      return ExitCodes.OK;
    }
  }
}
