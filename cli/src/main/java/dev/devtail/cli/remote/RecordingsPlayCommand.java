package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays a recording in this terminal. */
@Command(
    name = "play",
    mixinStandardHelpOptions = true,
    description = "Play a recording in this terminal.",
    footer = {"", "Space pauses, left and right go 5 s back and on, q ends."})
public final class RecordingsPlayCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Parameters(paramLabel = "RECORDING", description = "Id, start of it, or name.")
  private String recording;

  @Option(
      names = {"-s", "--speed"},
      defaultValue = "1",
      description = "How many times as fast (default: ${DEFAULT-VALUE}).")
  private double speed;

  @Option(names = "--from", defaultValue = "0s", description = "Where to begin, as in 1m30s.")
  private String from;

  @Option(
      names = {"-i", "--idle"},
      description = "Cut longer pauses to this, as in 2s.")
  private @Nullable String idle;

  private RecordingsPlayCommand() {}

  @Override
  public Integer call() throws IOException {
    if (!(speed > 0)) {
      throw new ParameterException(
          spec.commandLine(), "--speed: %s (expected: > 0)".formatted(speed));
    }
    Duration begin = Durations.parse("--from", from);
    Duration longestPause = idle == null ? null : Durations.parse("--idle", idle);
    try (org.jline.terminal.Terminal local = TerminalBuilder.builder().system(true).build();
        Gateway gateway = options.connect()) {
      Recordings recordings = new Recordings(gateway);
      new Player(local, recordings, recordings.find(recording), new Pace(speed, longestPause))
          .play(begin);
      return ExitCodes.OK;
    }
  }
}
