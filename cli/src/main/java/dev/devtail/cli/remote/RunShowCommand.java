package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.AgentRunView;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a run and its steps. */
@Command(name = "show", mixinStandardHelpOptions = true, description = "Show a run and its steps.")
public final class RunShowCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Parameters(paramLabel = "RUN", description = "Its id, as ls prints it.")
  private String run;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  private RunShowCommand() {}

  @Override
  public Integer call() {
    try (Runs runs = new Runs(options)) {
      AgentRunView found = runs.get(runs.find(run).id());
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Json.print(out, found);
      } else {
        out.println(found.task());
        new RunPrinter(out, true).show(found);
      }
      out.flush();
      return ExitCodes.OK;
    }
  }
}
