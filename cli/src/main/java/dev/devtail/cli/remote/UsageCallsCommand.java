package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.ModelCallView;
import dev.devtail.gateway.rest.UsageCsv;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.ListModelCalls;
import dev.devtail.protocol.v1.ModelCallList;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Single calls of models. */
@Command(
    name = "calls",
    mixinStandardHelpOptions = true,
    description = "List your calls of models, newest first.")
public final class UsageCallsCommand implements Callable<Integer> {

  private static final String ROW = "%-19s  %-36s  %9s  %9s  %11s  %8s  %s%n";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  /** The most that the protocol allows. */
  private static final int PART = 1_000;

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;
  @Mixin private UsageOptions calls;

  @Option(
      names = {"-n", "--limit"},
      defaultValue = "20",
      description = "How many at most (default: ${DEFAULT-VALUE}).")
  private int limit;

  private UsageCallsCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    head(out);
    try (Gateway gateway = options.connect()) {
      ListModelCalls.Builder list = ListModelCalls.newBuilder().setFilter(calls.filter());
      int left = limit;
      while (left > 0) {
        list.setLimit(Math.min(left, PART));
        ModelCallList part =
            gateway.call(Call.newBuilder().setListModelCalls(list)).getModelCalls();
        part.getCallsList().forEach(call -> print(out, ModelCallView.of(call)));
        left = part.getNext().isEmpty() ? 0 : left - part.getCallsCount();
        list.setBehind(part.getNext());
      }
    }
    out.flush();
    return ExitCodes.OK;
  }

  private void head(PrintWriter out) {
    if (calls.csv()) {
      out.print(UsageCsv.CALL_HEAD);
    } else if (!calls.json()) {
      out.printf(ROW, "TIME", "MODEL", "INPUT", "OUTPUT", "COST", "SECONDS", "OUTCOME");
    }
  }

  /** In JSON an object a line. */
  private void print(PrintWriter out, ModelCallView call) {
    if (calls.csv()) {
      out.print(UsageCsv.line(call));
    } else if (calls.json()) {
      Json.print(out, call);
    } else {
      out.printf(
          ROW,
          TIME.format(call.time()),
          call.model(),
          call.tokens().allInput(),
          call.tokens().output(),
          call.costUsd() == null ? "unknown" : Dollars.text(call.costUsd()),
          "%.1f".formatted(call.durationMs() / 1_000.0),
          call.outcome());
    }
  }
}
