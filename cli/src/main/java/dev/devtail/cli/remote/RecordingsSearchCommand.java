package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.RecordingView;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.RecordingHit;
import dev.devtail.protocol.v1.SearchRecordings;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds lines in recordings. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    description = "Find lines that have all of the words, the last one maybe only its beginning.",
    footer = {"", "Example:  devtail recordings search connection refu"})
public final class RecordingsSearchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Parameters(arity = "1..*", paramLabel = "WORD", description = "What is looked for.")
  private List<String> words = List.of();

  @Option(
      names = {"-n", "--limit"},
      defaultValue = "20",
      description = "How many lines at most, up to 100 (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  private RecordingsSearchCommand() {}

  @Override
  public Integer call() {
    try (Gateway gateway = options.connect()) {
      List<RecordingHit> hits =
          gateway
              .call(
                  Call.newBuilder()
                      .setSearchRecordings(
                          SearchRecordings.newBuilder()
                              .setQuery(String.join(" ", words))
                              .setLimit(limit)))
              .getRecordingHits()
              .getHitsList();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Json.print(out, hits.stream().map(RecordingView.Hit::of).toList());
      } else {
        for (RecordingHit hit : hits) {
          out.printf(
              "%s  %8s  %s%n",
              Meant.shortId(hit.getRecording().getId()),
              RecordingsListCommand.time(hit.getTimeMs()),
              hit.getLine());
        }
      }
      out.flush();
      return hits.isEmpty() ? ExitCodes.FAILED : ExitCodes.OK;
    }
  }
}
