package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.RecordingView;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.Recording;
import dev.devtail.protocol.v1.StartRecording;
import dev.devtail.protocol.v1.StopRecording;
import dev.devtail.protocol.v1.Terminal;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a terminal recorded, or no longer. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    description = "Record a terminal from now on, and print the recording's id.",
    footer = {
      "",
      "It is recorded where it runs, also while nobody looks. See: devtail recordings",
      "Example:  devtail record build && devtail record --stop build"
    })
public final class RecordCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Parameters(paramLabel = "TERMINAL", description = "Id, start of it, or name.")
  private String terminal;

  @Option(names = "--stop", description = "End the terminal's recording.")
  private boolean stop;

  @Option(names = "--json", description = "Print the recording as a JSON object.")
  private boolean json;

  private RecordCommand() {}

  @Override
  public Integer call() {
    try (Gateway gateway = options.connect()) {
      Terminal meant = gateway.find(terminal);
      Recording recording = gateway.call(stop ? stop(meant) : start(meant)).getRecording();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Json.print(out, RecordingView.of(recording));
      } else {
        out.println(recording.getId());
      }
      out.flush();
      return ExitCodes.OK;
    }
  }

  private static Call.Builder start(Terminal meant) {
    return Call.newBuilder()
        .setStartRecording(StartRecording.newBuilder().setTerminalId(meant.getId()));
  }

  private static Call.Builder stop(Terminal meant) {
    return Call.newBuilder()
        .setStopRecording(StopRecording.newBuilder().setTerminalId(meant.getId()));
  }
}
