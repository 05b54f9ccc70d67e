package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.DeleteRecording;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes recordings. */
@Command(name = "rm", mixinStandardHelpOptions = true, description = "Delete recordings for good.")
public final class RecordingsRemoveCommand implements Callable<Integer> {

  @Mixin private GatewayOptions options;

  @Parameters(arity = "1..*", paramLabel = "RECORDING", description = "Id, start of it, or name.")
  private List<String> recordings = List.of();

  private RecordingsRemoveCommand() {}

  @Override
  public Integer call() {
    try (Gateway gateway = options.connect()) {
      for (String meant : recordings) {
        String id = new Recordings(gateway).find(meant).getId();
        gateway.call(
            Call.newBuilder().setDeleteRecording(DeleteRecording.newBuilder().setRecordingId(id)));
      }
      return ExitCodes.OK;
    }
  }
}
