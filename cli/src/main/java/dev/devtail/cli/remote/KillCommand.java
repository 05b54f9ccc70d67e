package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.EndTerminal;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Signal;
import dev.devtail.protocol.v1.SignalTerminal;
import dev.devtail.protocol.v1.Terminal;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends terminals, or signals the programs in their foreground. */
@Command(
    name = "kill",
    mixinStandardHelpOptions = true,
    description = "End terminals and every process in them.")
public final class KillCommand implements Callable<Integer> {

  @Mixin private GatewayOptions options;

  @Parameters(arity = "1..*", paramLabel = "TERMINAL", description = "Id, start of it, or name.")
  private List<String> terminals = List.of();

  @Option(
      names = {"-s", "--signal"},
      description = "Only signal the program in the foreground: HUP, INT, QUIT, TERM or KILL.")
  private @Nullable String signal;

  private KillCommand() {}

  @Override
  public Integer call() {
    try (Gateway gateway = options.connect()) {
      for (String meant : terminals) {
        Terminal terminal = gateway.find(meant);
        gateway.call(signal == null ? end(terminal) : signal(terminal, signal));
      }
      return ExitCodes.OK;
    }
  }

  private static Call.Builder end(Terminal terminal) {
    return Call.newBuilder()
        .setEndTerminal(EndTerminal.newBuilder().setTerminalId(terminal.getId()));
  }

  private static Call.Builder signal(Terminal terminal, String name) {
    try {
      Signal signal = Signal.valueOf("SIGNAL_" + name.toUpperCase(Locale.ROOT));
      return Call.newBuilder()
          .setSignalTerminal(
              SignalTerminal.newBuilder().setTerminalId(terminal.getId()).setSignal(signal));
    } catch (IllegalArgumentException unknown) {
      throw Gateway.refusal(
          ErrorCode.ERROR_CODE_INVALID_ARGUMENT,
          "There is no signal %s; use HUP, INT, QUIT, TERM or KILL.".formatted(name));
    }
  }
}
