package dev.devtail.cli.remote;

import dev.devtail.gateway.rest.RecordingView;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists recordings. */
@Command(
    name = "ls",
    aliases = "list",
    mixinStandardHelpOptions = true,
    description = "List your recordings, newest first.")
public final class RecordingsListCommand extends ListingCommand<RecordingView> {

  private static final String ROW = "%-8s  %-16s  %7s  %9s  %9s  %s%n";

  private RecordingsListCommand() {}

  @Override
  List<RecordingView> list(Gateway gateway) {
    return new Recordings(gateway).list().stream().map(RecordingView::of).toList();
  }

  @Override
  void print(PrintWriter out, List<RecordingView> recordings) {
    if (recordings.isEmpty()) {
      out.println("No recordings. Start one with: devtail record TERMINAL");
      return;
    }
    out.printf(ROW, "ID", "NAME", "AGE", "LENGTH", "KB", "STATE");
    Instant now = Instant.now();
    for (RecordingView recording : recordings) {
      out.printf(
          ROW,
          Meant.shortId(recording.id()),
          recording.name(),
          ListCommand.age(Duration.between(recording.startedAt(), now)),
          time(recording.durationMs()),
          (recording.sizeBytes() + 1023) / 1024,
          recording.running() ? "running" : "complete");
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
