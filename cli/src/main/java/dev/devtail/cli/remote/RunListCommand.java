package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.AgentRunView;
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

/** Lists runs. */
@Command(
    name = "ls",
    aliases = "list",
    mixinStandardHelpOptions = true,
    description = "List your runs, the newest first.")
public final class RunListCommand implements Callable<Integer> {

  private static final String ROW = "%-8s  %-12s  %5s  %10s  %s%n";
  private static final int TASK_LENGTH = 80;

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  private RunListCommand() {}

  @Override
  public Integer call() {
    try (Runs runs = new Runs(options)) {
      List<AgentRunView> all = runs.list();
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

  private static void print(PrintWriter out, List<AgentRunView> all) {
    if (all.isEmpty()) {
      out.println("No runs. Start one with: devtail run 'What is to be done'");
      return;
    }
    out.printf(ROW, "ID", "STATE", "AGE", "COST", "TASK");
    Instant now = Instant.now();
    for (AgentRunView run : all) {
      String task = run.task().lines().findFirst().orElse("");
      out.printf(
          ROW,
          Runs.shortId(run.id()),
          run.state().replace('_', ' '),
          ListCommand.age(Duration.between(run.startedAt(), now)),
          Dollars.text(run.costUsd()),
          task.length() <= TASK_LENGTH ? task : task.substring(0, TASK_LENGTH) + "…");
    }
  }
}
