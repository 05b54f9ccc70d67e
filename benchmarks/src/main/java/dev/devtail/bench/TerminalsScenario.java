package dev.devtail.bench;

import dev.devtail.bench.deploy.ChildJvm;
import dev.devtail.bench.deploy.Target;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Many idle shells: what each costs terminal-service, beyond the shell's own memory. */
@Command(
    name = "terminals",
    mixinStandardHelpOptions = true,
    description = "Memory and threads of idle terminals, and the time to start one.")
final class TerminalsScenario implements Callable<Integer> {

  private static final List<String> SHELL = List.of("/bin/sh");

  /** Terminals that are started before anything is measured, so that the code is loaded. */
  private static final int WARM_UP = 20;

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions options;

  @Option(
      names = "--count",
      defaultValue = "500",
      description = "How many terminals (default: ${DEFAULT-VALUE}).")
  private int count;

  private TerminalsScenario() {}

  @Override
  public Integer call() {
    Report report = new Report("terminals");
    try (Target target = options.open(Shells.limits(count + WARM_UP));
        Viewers viewers = Viewers.connect(target)) {
      ChildJvm service =
          target
              .terminalService()
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.commandLine(), "terminals looks into its own services only."));
      for (int i = 0; i < WARM_UP; i++) {
        viewers.start(SHELL);
      }
      long heap = service.liveHeapBytes();
      long resident = service.residentBytes();
      long threads = service.threads();
      Samples starts = new Samples();
      for (int i = 0; i < count; i++) {
        long began = System.nanoTime();
        viewers.start(SHELL);
        starts.add(System.nanoTime() - began);
      }
      heap = service.liveHeapBytes() - heap;
      report
          .put("terminals", count)
          .put("rss_bytes_per_terminal", (double) (service.residentBytes() - resident) / count)
          .put("heap_bytes_per_terminal", (double) heap / count)
          .put("threads_per_terminal", (double) (service.threads() - threads) / count)
          .put("spawn_p50_ms", starts.millis(0.5))
          .put("spawn_p99_ms", starts.millis(0.99));
    }
    report.publish(spec.commandLine().getOut(), options.json());
    return 0;
  }
}
