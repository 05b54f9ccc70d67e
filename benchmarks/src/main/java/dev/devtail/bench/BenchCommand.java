package dev.devtail.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measurements. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measure DevTail, beside a raw PTY and ttyd in the same run.",
    footer = {
      "",
      "Without --url it starts what it measures, and leaves nothing running.",
      "Example:  ttyd -p 7681 -W bash --norc --noprofile &",
      "          devtail bench keystroke --ttyd http://127.0.0.1:7681 --json keystroke.json"
    },
    subcommands = {
      KeystrokeScenario.class,
      BulkScenario.class,
      ResumeScenario.class,
      ExitScenario.class,
      FloodScenario.class,
      AwayScenario.class,
      ConnectionsScenario.class,
      TerminalsScenario.class,
      LoadScenario.class,
      CompressionScenario.class,
      RecordingsScenario.class,
      RouterScenario.class,
      FaultsScenario.class,
      RetrievalScenario.class,
      ContextScenario.class
    })
public final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec;

  private BenchCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a scenario.");
  }
}
