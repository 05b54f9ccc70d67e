package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends what the user has given away. */
abstract class RevokeCommand implements Callable<Integer> {

  private final Grants<?> grants;

  @Mixin private GatewayOptions options;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "Id, or the start of it.")
  private List<String> ids = List.of();

  RevokeCommand(Grants<?> grants) {
    this.grants = grants;
  }

  @Override
  public final Integer call() {
    try (Gateway gateway = options.connect()) {
      ids.forEach(meant -> grants.revoke(gateway, meant));
      return ExitCodes.OK;
    }
  }
}
