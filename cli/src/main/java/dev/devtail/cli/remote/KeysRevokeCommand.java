package dev.devtail.cli.remote;

import picocli.CommandLine.Command;

/** Ends keys for models. */
@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    description = "End keys; calls by them are refused within seconds.")
public final class KeysRevokeCommand extends RevokeCommand {

  private KeysRevokeCommand() {
    super(Grants.KEYS);
  }
}
