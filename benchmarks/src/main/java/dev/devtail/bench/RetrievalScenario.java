package dev.devtail.bench;

import dev.devtail.bench.retrieval.Retrieval;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether contexts hold what a task needs. */
@Command(
    name = "retrieval",
    mixinStandardHelpOptions = true,
    description = {
      "Whether contexts hold what a task needs: for each of the latest commits, its message is the",
      "task, the tree before it the workspace, and what it changed the answer."
    },
    footer = {
      "",
      "A file is there if any of it is; unnamed are files whose names are not in the message. With",
      "--aider the real map of Aider is made from the same trees and words:",
      "  pip install aider-chat; devtail bench retrieval --repo . --commits 100 --aider python3"
    })
final class RetrievalScenario implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--repo",
      required = true,
      paramLabel = "DIR",
      description = "A Git repository; needs no work tree.")
  private Path repository;

  @Option(
      names = "--commits",
      defaultValue = "100",
      description = "Of the latest that can be samples (default: ${DEFAULT-VALUE}).")
  private int commits;

  @Option(
      names = "--budget",
      defaultValue = "8000",
      paramLabel = "TOKENS",
      description = "Of a context (default: ${DEFAULT-VALUE}).")
  private int budget;

  @Option(
      names = "--aider",
      paramLabel = "PYTHON",
      description = "A Python that has aider-chat installed, to be measured beside.")
  private @Nullable String aider;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there as well.")
  private @Nullable Path json;

  private RetrievalScenario() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Report report = new Report("retrieval");
    new Retrieval(repository, budget, spec.commandLine().getErr()::println)
        .measure(commits, aider)
        .forEach(report::put);
    report.publish(spec.commandLine().getOut(), json);
    return 0;
  }
}
