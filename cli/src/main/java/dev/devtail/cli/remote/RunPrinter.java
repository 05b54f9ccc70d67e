package dev.devtail.cli.remote;

import dev.devtail.gateway.rest.AgentRunView;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Shows a run to people, a step at a time as they come. */
final class RunPrinter {

  /** Of a plan or comments, where the run is followed; show prints all of it. */
  private static final int MAX_LINES = 12;

  private final PrintWriter out;
  private final boolean whole;
  private int shown;

  /**
   * @param whole whether texts are printed to their end
   */
  RunPrinter(PrintWriter out, boolean whole) {
    this.out = out;
    this.whole = whole;
  }

  /** Who has set to. */
  void stepStarted(String role, int round) {
    out.printf("… %s%s%n", role, round > 1 ? ", round " + round : "");
    out.flush();
  }

  /** Those steps that have not been shown yet, and how the run ended if it has. */
  void show(AgentRunView run) {
    Objects.requireNonNullElse(run.steps(), List.<AgentRunView.Step>of()).stream()
        .skip(shown)
        .forEach(this::print);
    if (Runs.isOver(run)) {
      printEnd(run);
    }
    out.flush();
  }

  private void print(AgentRunView.Step step) {
    shown++;
    out.printf(
        "%2d %-8s  %-9s  %s  %s  %d calls  %s%n",
        step.number(),
        step.role(),
        step.deed().replace('_', ' '),
        Dollars.text(step.costUsd()),
        time(Duration.ofMillis(step.durationMs())),
        step.modelCalls(),
        step.model());
    printText(step.text());
    for (AgentRunView.Change change : step.changes()) {
      out.printf(
          "     %-8s %s  +%d -%d%n",
          change.kind(), change.path(), change.added(), change.removed());
    }
    for (AgentRunView.HookResult hook : step.hooks()) {
      out.printf("     %s `%s` %s%n", hook.at(), hook.hook(), hook.verdict());
      printText(hook.message());
    }
  }

  private void printText(String text) {
    List<String> lines = text.strip().lines().toList();
    int most = whole ? lines.size() : MAX_LINES;
    lines.stream().limit(most).forEach(line -> out.println("     | " + printable(line)));
    if (lines.size() > most) {
      out.printf("     | … %d more lines%n", lines.size() - most);
    }
  }

  /** What a model or a program says must not steer the terminal. */
  private static String printable(String line) {
    return line.codePoints()
        .map(one -> Character.isISOControl(one) && one != '\t' ? '\uFFFD' : one)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private void printEnd(AgentRunView run) {
    out.printf(
        "%s: %s, %d calls of models%s%n",
        run.state().replace('_', ' '),
        Dollars.text(run.costUsd()),
        run.modelCalls(),
        run.unknownCosts() == 0 ? "" : ", cost unknown for " + run.unknownCosts());
    if (!run.state().equals("approved")) {
      printText(run.reason());
    }
  }

  private static String time(Duration time) {
    return time.toMinutes() > 0
        ? "%dm%02ds".formatted(time.toMinutes(), time.toSecondsPart())
        : time.toSeconds() + "s";
  }
}
