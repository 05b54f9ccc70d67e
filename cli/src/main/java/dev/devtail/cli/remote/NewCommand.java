package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.TerminalView;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.Terminal;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a terminal and leaves it running. */
@Command(
    name = "new",
    mixinStandardHelpOptions = true,
    description = "Start a terminal in the background and print its id.",
    footer = {"", "Example:  devtail new -n build -C ~/work/app -- make -j8"})
public final class NewCommand implements Callable<Integer> {

  private static final Size DEFAULT_SIZE = Size.newBuilder().setColumns(80).setRows(24).build();

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;
  @Mixin private StartOptions start;

  @Option(names = "--json", description = "Print the terminal as a JSON object.")
  private boolean json;

  private NewCommand() {}

  @Override
  public Integer call() {
    try (Gateway gateway = options.connect()) {
      Terminal terminal =
          gateway.call(start.toCall(gateway.connection(), DEFAULT_SIZE)).getTerminal();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Json.print(out, TerminalView.of(terminal));
      } else {
        out.println(terminal.getId());
      }
      out.flush();
      return ExitCodes.OK;
    }
  }
}
