package dev.devtail.cli.remote;

import picocli.CommandLine.Command;

/** Ends links that show a terminal. */
@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    description = "End links; whoever is connected by one is out within seconds.")
public final class ShareRevokeCommand extends RevokeCommand {

  private ShareRevokeCommand() {
    super(Grants.SHARES);
  }
}
