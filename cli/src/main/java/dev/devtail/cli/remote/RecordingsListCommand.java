package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.RecordingView;
import dev.devtail.protocol.v1.Recording;
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

/** Lists recordings. */
@Command(
    name = "ls",
    aliases = "list",
    mixinStandardHelpOptions = true,
    description = "List your recordings, newest first.")
public final class RecordingsListCommand implements Callable<Integer> {

  private static final int SHOWN_ID_LENGTH = 8;
  private static final String ROW = "%-8s  %-16s  %7s  %9s  %9s  %s%n";

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  private RecordingsListCommand() {}

  @Override
  public Integer call() {
    try (Gateway gateway = options.connect()) {
      List<Recording> recordings = new Recordings(gateway).list();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Json.print(out, recordings.stream().map(RecordingView::of).toList());
      } else {
        print(out, recordings);
      }
      out.flush();
      return ExitCodes.OK;
    }
  }

  private static void print(PrintWriter out, List<Recording> recordings) {
    if (recordings.isEmpty()) {
      out.println("No recordings. Start one with: devtail record TERMINAL");
      return;
    }
    out.printf(ROW, "ID", "NAME", "AGE", "LENGTH", "KB", "STATE");
    Instant now = Instant.now();
    for (Recording recording : recordings) {
      out.printf(
          ROW,
          recording.getId().substring(0, SHOWN_ID_LENGTH),
          recording.getName(),
          ListCommand.age(Duration.between(RecordingView.of(recording).startedAt(), now)),
          time(recording.getDurationMs()),
          (recording.getSizeBytes() + 1023) / 1024,
          recording.getRunning() ? "running" : "complete");
    }
  }

  /** As in {@code 1:02:03} or {@code 2:03}. */
  static String time(long millis) {
    Duration time = Duration.ofMillis(millis);
    return time.toHours() > 0
        ? "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
