package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Lists what the user has: as rows, or as a JSON array.
 *
 * @param <V> one of them, as JSON shows it
 */
abstract class ListingCommand<V> implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  abstract List<V> list(Gateway gateway);

  /** Prints rows for people. */
  abstract void print(PrintWriter out, List<V> all);

  @Override
  public final Integer call() {
    try (Gateway gateway = options.connect()) {
      List<V> all = list(gateway);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Json.print(out, all);
      } else {
        print(out, all);
      }
      out.flush();
      return ExitCodes.OK;
    }
  }
}
