package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.TerminalView;
import dev.devtail.protocol.v1.EndCause;
import dev.devtail.protocol.v1.Terminal;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists terminals. */
@Command(
    name = "ls",
    aliases = "list",
    mixinStandardHelpOptions = true,
    description = "List your terminals.")
public final class ListCommand implements Callable<Integer> {

  private static final String ROW = "%-8s  %-16s  %-9s  %7s  %7s  %s%n";

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  @Option(
      names = "--watch",
      description = "Go on until interrupted, and list again whenever something changes.")
  private boolean watch;

  private ListCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    try (Gateway gateway = options.connect()) {
      if (watch) {
        watch(gateway);
      } else {
        list(gateway);
      }
      return ExitCodes.OK;
    }
  }

  /** Until it is interrupted, or the connection is over for good. */
  private void watch(Gateway gateway) throws InterruptedException {
    Changes changes = new Changes();
    gateway.connection().watchEvents(changes);
    while (true) {
      changes.await();
      list(gateway);
    }
  }

  private void list(Gateway gateway) {
    List<Terminal> terminals = gateway.terminals();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, terminals.stream().map(TerminalView::of).toList());
    } else {
      print(out, terminals);
    }
    out.flush();
  }

  private static void print(PrintWriter out, List<Terminal> terminals) {
    if (terminals.isEmpty()) {
      out.println("No terminals. Start one with: devtail attach --new");
      return;
    }
    out.printf(ROW, "ID", "NAME", "STATE", "AGE", "VIEWERS", "DIRECTORY");
    Instant now = Instant.now();
    for (Terminal terminal : terminals) {
      out.printf(
          ROW,
          Meant.shortId(terminal.getId()),
          terminal.getName(),
          state(terminal),
          age(Duration.between(TerminalView.of(terminal).startedAt(), now)),
          terminal.getViewers(),
          terminal.getDirectory());
    }
  }

  private static String state(Terminal terminal) {
    if (terminal.hasExit()) {
      return "exit " + terminal.getExit().getCode();
    }
    return terminal.getEndCause() == EndCause.END_CAUSE_SERVICE
        ? "stopped"
        : TerminalView.of(terminal).state().name();
  }

  static String age(Duration age) {
    if (age.toDays() > 0) {
      return age.toDays() + "d";
    }
    if (age.toHours() > 0) {
      return age.toHours() + "h";
    }
    return age.toMinutes() > 0 ? age.toMinutes() + "m" : Math.max(0, age.toSeconds()) + "s";
  }
}
