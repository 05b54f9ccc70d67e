package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.AgentRunView;
import dev.devtail.protocol.v1.Event;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets agents in three roles do a task. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description =
        "Let a planner, an editor and a reviewer do a task in the workspace of a session.",
    footer = {
      "",
      "Example:  devtail run 'Make the failing test in FooTest pass' \\",
      "            --max-cost 0.50 --hook after-edit='mvn -q test || exit 2'",
      "",
      "Hooks are called at before-plan, after-plan, before-edit, after-edit, before-review and",
      "after-review. One that ends with 2 blocks, with another code but 0 it warns.",
      "Exit codes: 0 approved, 1 not approved."
    },
    subcommands = {RunListCommand.class, RunShowCommand.class, RunCancelCommand.class})
public final class RunCommand implements Callable<Integer> {

  /** Where events do not come, the run is looked at so often. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private static final String APPROVED = "approved";

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Parameters(arity = "0..1", paramLabel = "TASK", description = "What is to be done.")
  private @Nullable String task;

  @Option(names = "--session", description = "Whose workspace (default: the default session's).")
  private @Nullable String session;

  @Option(
      names = "--max-rounds",
      description = "How often the editor may set to, 1 to 20 (default: 3).")
  private @Nullable Integer maxRounds;

  @Option(
      names = "--max-cost",
      paramLabel = "DOLLARS",
      description = "No call of a model begins once the run has cost so much.")
  private @Nullable String maxCost;

  @Option(
      names = {"-m", "--model"},
      description =
          "Of the roles that are given no other (default: $DEVTAIL_MODEL, else as the service is"
              + " configured).")
  private @Nullable String model;

  @Option(names = "--planner", paramLabel = "MODEL", description = "The planner's model.")
  private @Nullable String planner;

  @Option(names = "--editor", paramLabel = "MODEL", description = "The editor's model.")
  private @Nullable String editor;

  @Option(names = "--reviewer", paramLabel = "MODEL", description = "The reviewer's model.")
  private @Nullable String reviewer;

  @Option(
      names = "--template",
      paramLabel = "ROLE=TEMPLATE",
      description = "Other instructions for a role, as in editor=roles/editor@1.")
  private Map<Role, String> templates = new LinkedHashMap<>();

  @Option(
      names = "--hook",
      paramLabel = "AT=COMMAND",
      description = "What is called there, a command for a shell in the workspace or a URL.")
  private List<String> hooks = new ArrayList<>();

  @Option(
      names = "--hook-time-limit",
      paramLabel = "TIME",
      description = "For each hook, as in 5m; at most 10m (default: 60s).")
  private @Nullable String hookTimeLimit;

  @Option(names = "--no-wait", description = "Only start it, and print its id.")
  private boolean noWait;

  @Option(names = "--json", description = "Print the run as a JSON object once it has ended.")
  private boolean json;

  private RunCommand() {}

  /** Whose instructions a template is. */
  enum Role {
    planner,
    editor,
    reviewer
  }

  @Override
  public Integer call() throws InterruptedException {
    if (task == null || task.isBlank()) {
      throw new ParameterException(spec.commandLine(), "Say what is to be done.");
    }
    AgentRunView.Wanted wanted =
        new AgentRunView.Wanted(
            task,
            session,
            worker(Role.planner, planner),
            worker(Role.editor, editor),
            worker(Role.reviewer, reviewer),
            maxRounds,
            maxCost == null ? null : Budgets.amount(maxCost),
            hooks.stream().map(this::hook).toList());
    try (Runs runs = new Runs(options)) {
      if (noWait) {
        print(runs.start(wanted));
        return ExitCodes.OK;
      }
      AgentRunView ended = follow(runs, wanted);
      if (json) {
        print(ended);
      }
      return ended.state().equals(APPROVED) ? ExitCodes.OK : ExitCodes.FAILED;
    }
  }

  private void print(AgentRunView run) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, run);
    } else {
      out.println(run.id());
    }
    out.flush();
  }

  private AgentRunView.@Nullable Worker worker(Role role, @Nullable String named) {
    String usual = model == null ? System.getenv("DEVTAIL_MODEL") : model;
    String chosen = named == null ? usual : named;
    String template = templates.get(role);
    return chosen == null && template == null ? null : new AgentRunView.Worker(chosen, template);
  }

  private AgentRunView.Hook hook(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw new ParameterException(
          spec.commandLine(), "--hook: %s (expected: AT=COMMAND)".formatted(text));
    }
    String at = text.substring(0, equals);
    String action = text.substring(equals + 1);
    boolean address = action.startsWith("http://") || action.startsWith("https://");
    return new AgentRunView.Hook(
        at, address ? null : action, address ? action : null, timeLimitMillis());
  }

  private @Nullable Integer timeLimitMillis() {
    return hookTimeLimit == null
        ? null
        : Math.toIntExact(Durations.parse("--hook-time-limit", hookTimeLimit).toMillis());
  }

  /** Starts the run and shows it until it ends; who interrupts the command cancels it. */
  private AgentRunView follow(Runs runs, AgentRunView.Wanted wanted) throws InterruptedException {
    try (Gateway gateway = options.connect()) {
      RunNews news = new RunNews();
      gateway.connection().watchEvents(news);
      news.awaitLive(LOOK);
      AgentRunView started = runs.start(wanted);
      Thread cancelling = Thread.ofPlatform().unstarted(() -> runs.cancel(started.id()));
      Runtime.getRuntime().addShutdownHook(cancelling);
      try {
        return showUntilEnd(runs, started, news);
      } finally {
        forget(cancelling);
      }
    }
  }

  private static void forget(Thread cancelling) {
    try {
      Runtime.getRuntime().removeShutdownHook(cancelling);
    } catch (IllegalStateException goingDown) {
      // It is cancelled already.
    }
  }

  private AgentRunView showUntilEnd(Runs runs, AgentRunView started, RunNews news)
      throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Optional<RunPrinter> printer =
        json ? Optional.empty() : Optional.of(new RunPrinter(out, false));
    if (!json) {
      out.println("Run " + Runs.shortId(started.id()));
      out.flush();
    }
    AgentRunView run = started;
    while (!Runs.isOver(run)) {
      Optional<Event> event = news.next(LOOK);
      if (event.filter(other -> !RunNews.isOf(started.id(), other)).isPresent()) {
        continue;
      }
      if (event.filter(RunNews::isStepStarted).isPresent()) {
        event.ifPresent(step -> printer.ifPresent(shown -> stepStarted(shown, step)));
      } else {
        run = runs.get(started.id());
        AgentRunView now = run;
        printer.ifPresent(shown -> shown.show(now));
      }
    }
    return run;
  }

  private static void stepStarted(RunPrinter printer, Event event) {
    printer.stepStarted(
        event.getData().getFieldsOrThrow("role").getStringValue(),
        (int) event.getData().getFieldsOrThrow("round").getNumberValue());
  }
}
