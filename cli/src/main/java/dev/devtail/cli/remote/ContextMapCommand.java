package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What files declare. */
@Command(
    name = "map",
    mixinStandardHelpOptions = true,
    description = "Print what the files of the workspace declare.",
    footer = {"", "Example:  devtail context map 'src/**/*.py' --complex 10"})
public final class ContextMapCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ContextOptions options;

  @Parameters(
      paramLabel = "GLOB",
      arity = "0..*",
      description = "As **/*.java; one without a slash is for names anywhere. Default: all files.")
  private List<String> globs = List.of();

  @Option(names = "--symbols", description = "With every symbol and its signature.")
  private boolean symbols;

  @Option(
      names = "--complex",
      paramLabel = "N",
      defaultValue = "0",
      description = "Only symbols whose cyclomatic complexity is N or more.")
  private int complex;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  private ContextMapCommand() {}

  @Override
  public Integer call() {
    try (Contexts contexts = options.connect()) {
      JsonNode files = contexts.map(globs);
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

  private void print(PrintWriter out, JsonNode file) {
    String reading = file.path("reading").asString();
    out.printf(
        "%s  %s, %d lines, %d symbols%s%n",
        file.path("path").asString(),
        file.path("language").asString(),
        file.path("lines").asInt(),
        file.path("symbols").size(),
        reading.equals("whole") ? "" : ", " + reading.replace('_', ' '));
    if (symbols || complex > 0) {
      file.path("symbols").valueStream().filter(this::isMeant).forEach(one -> symbol(out, one));
    }
  }

  private boolean isMeant(JsonNode symbol) {
    return symbol.path("complexity").asInt() >= complex;
  }

  private static void symbol(PrintWriter out, JsonNode symbol) {
    out.printf(
        "  %5d-%-5d %-11s used %-5d %s%s%n",
        symbol.path("firstLine").asInt(),
        symbol.path("lastLine").asInt(),
        symbol.path("kind").asString(),
        symbol.path("references").asInt(),
        symbol.path("signature").asString(),
        symbol.path("complexity").asInt() > 1
            ? "  complexity " + symbol.path("complexity").asInt()
            : "");
  }
}
