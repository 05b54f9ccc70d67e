package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.UsageCsv;
import dev.devtail.gateway.rest.UsageView;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.GetUsage;
import dev.devtail.protocol.v1.UsageGrouping;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What calls of models have used and cost. */
@Command(
    name = "usage",
    mixinStandardHelpOptions = true,
    description = "Print what your calls of models have used and cost.",
    footer = {
      "",
      "Example:  devtail usage --since 7d --by day",
      "          devtail usage --by session --csv > usage.csv",
      "          devtail usage calls --since 1h"
    },
    subcommands = UsageCallsCommand.class)
public final class UsageCommand implements Callable<Integer> {

  private static final String ROW = "%-40s  %7s  %12s  %12s  %12s  %11s%s%n";

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;
  @Mixin private UsageOptions calls;

  @Option(
      names = "--by",
      defaultValue = "model",
      description = "One of: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private By by;

  private UsageCommand() {}

  /** What sums are told apart by. */
  enum By {
    model(UsageGrouping.USAGE_GROUPING_MODEL),
    session(UsageGrouping.USAGE_GROUPING_SESSION),
    role(UsageGrouping.USAGE_GROUPING_AGENT_ROLE),
    day(UsageGrouping.USAGE_GROUPING_DAY),
    hour(UsageGrouping.USAGE_GROUPING_HOUR);

    private final UsageGrouping message;

    By(UsageGrouping message) {
      this.message = message;
    }

    private String name(UsageView.Sum sum) {
      return switch (this) {
        case model -> sum.model();
        case session -> sum.sessionId().isEmpty() ? "(no session)" : sum.sessionId();
        case role -> sum.agentRole().isEmpty() ? "(no role)" : sum.agentRole();
        case day -> time(sum, "uuuu-MM-dd");
        case hour -> time(sum, "uuuu-MM-dd HH:mm");
      };
    }

    private static String time(UsageView.Sum sum, String pattern) {
      return sum.start() == null
          ? ""
          : DateTimeFormatter.ofPattern(pattern)
              .withZone(ZoneId.systemDefault())
              .format(sum.start());
    }
  }

  @Override
  public Integer call() {
    GetUsage get =
        GetUsage.newBuilder()
            .setFilter(calls.filter())
            .addGroupBy(by.message)
            .setTimeZone(ZoneId.systemDefault().getId())
            .build();
    try (Gateway gateway = options.connect()) {
      UsageView usage = UsageView.of(gateway.call(Call.newBuilder().setGetUsage(get)).getUsage());
      PrintWriter out = spec.commandLine().getOut();
      if (calls.json()) {
        Json.print(out, usage);
      } else if (calls.csv()) {
        out.print(UsageCsv.SUM_HEAD);
        usage.sums().forEach(sum -> out.print(UsageCsv.line(sum)));
      } else {
        print(out, usage);
      }
      out.flush();
      return ExitCodes.OK;
    }
  }

  private void print(PrintWriter out, UsageView usage) {
    List<UsageView.Sum> sums = usage.sums();
    if (sums.isEmpty()) {
      out.println("No calls of models in that time. The guide says how agents are pointed here.");
      return;
    }
    out.printf(
        ROW, by.name().toUpperCase(Locale.ROOT), "CALLS", "INPUT", "CACHED", "OUTPUT", "COST", "");
    sums.forEach(sum -> print(out, by.name(sum), sum));
    if (sums.size() > 1) {
      print(out, "total", usage.total());
    }
  }

  private static void print(PrintWriter out, String name, UsageView.Sum sum) {
    out.printf(
        ROW,
        name,
        sum.calls(),
        sum.tokens().allInput(),
        sum.tokens().cacheRead(),
        sum.tokens().output(),
        Dollars.text(sum.costUsd()),
        sum.unknownCosts() == 0 ? "" : "  unknown for %d calls".formatted(sum.unknownCosts()));
  }
}
