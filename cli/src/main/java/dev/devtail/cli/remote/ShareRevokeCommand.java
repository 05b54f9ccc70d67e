package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.ShareView;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.RevokeShare;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends links that show a terminal. */
@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    description = "End links; whoever is connected by one is out within seconds.")
public final class ShareRevokeCommand implements Callable<Integer> {

  @Mixin private GatewayOptions options;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "Id of a link, or the start of it.")
  private List<String> shares = List.of();

  private ShareRevokeCommand() {}

  @Override
  public Integer call() {
    try (Gateway gateway = options.connect()) {
      for (String meant : shares) {
        ShareView share =
            Meant.byId(
                ShareListCommand.all(gateway), ShareView::id, meant, "link", "devtail share ls");
        gateway.call(
            Call.newBuilder().setRevokeShare(RevokeShare.newBuilder().setShareId(share.id())));
      }
      return ExitCodes.OK;
    }
  }
}
