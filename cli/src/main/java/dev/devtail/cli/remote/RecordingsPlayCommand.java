package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.protocol.v1.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
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
    Duration begin = duration("--from", from);
    Duration longestPause = idle == null ? null : duration("--idle", idle);
    try (org.jline.terminal.Terminal local = TerminalBuilder.builder().system(true).build();
        Gateway gateway = options.connect()) {
      Recordings recordings = new Recordings(gateway);
      new Player(local, recordings, recordings.find(recording), new Pace(speed, longestPause))
          .play(begin);
      return ExitCodes.OK;
    }
  }

  private static Duration duration(String option, String text) {
    try {
      return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    } catch (DateTimeParseException unreadable) {
      throw Gateway.refusal(
          ErrorCode.ERROR_CODE_INVALID_ARGUMENT,
          "%s: %s (expected: as in 1m30s)".formatted(option, text));
    }
  }
}
