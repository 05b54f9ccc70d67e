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
    footer = {
      "",
      "Space pauses, left and right go 5 s back and on, < and > halve and double the speed, q ends."
    })
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

  @Option(
      names = "--from",
      paramLabel = "TIME",
      defaultValue = "0s",
      description = "Where to begin, as in 1m30s.")
  private String from;

  @Option(
      names = {"-i", "--idle-limit", "--idle"},
      paramLabel = "TIME",
      description = "Cut longer pauses to this, as in 2s.")
  private @Nullable String idleLimit;

  private RecordingsPlayCommand() {}

  @Override
  public Integer call() throws IOException {
    if (!(speed >= Pace.MIN_SPEED && speed <= Pace.MAX_SPEED)) {
      throw new ParameterException(
          spec.commandLine(),
          "--speed: %s (expected: from %s to %s)"
              .formatted(speed, Pace.MIN_SPEED, (int) Pace.MAX_SPEED));
    }
    Duration begin = Durations.parse("--from", from);
    Duration longestPause = idleLimit == null ? null : Durations.parse("--idle-limit", idleLimit);
    try (org.jline.terminal.Terminal local = TerminalBuilder.builder().system(true).build();
        Gateway gateway = options.connect()) {
      Recordings recordings = new Recordings(gateway);
      Pace pace = new Pace(System::nanoTime, speed, longestPause);
      new Player(local, recordings, recordings.find(recording), pace).play(begin);
      return ExitCodes.OK;
    }
  }
}
