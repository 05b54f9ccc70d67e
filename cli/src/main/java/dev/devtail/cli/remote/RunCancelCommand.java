package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Cancels runs. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = "Cancel runs. What they have changed stays.")
public final class RunCancelCommand implements Callable<Integer> {

  @Mixin private GatewayOptions options;

  @Parameters(arity = "1..*", paramLabel = "RUN", description = "Their ids, as ls prints them.")
  private List<String> meant;

  private RunCancelCommand() {}

  @Override
  public Integer call() {
    try (Runs runs = new Runs(options)) {
      meant.stream().map(runs::find).toList().forEach(run -> runs.cancel(run.id()));
      return ExitCodes.OK;
    }
  }
}
