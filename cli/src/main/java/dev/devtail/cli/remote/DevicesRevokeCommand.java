package dev.devtail.cli.remote;

import picocli.CommandLine.Command;

/** Signs paired devices out. */
@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    description = "Sign devices out, within seconds and for good.")
public final class DevicesRevokeCommand extends RevokeCommand {

  private DevicesRevokeCommand() {
    super(Grants.DEVICES);
  }
}
