package dev.devtail.cli.remote;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Devices with a token of their own. */
@Command(
    name = "devices",
    mixinStandardHelpOptions = true,
    description = "Pair, list and revoke devices that have a token of their own.",
    subcommands = {DevicesPairCommand.class, DevicesListCommand.class, DevicesRevokeCommand.class})
public final class DevicesCommand implements Runnable {

  @Spec private CommandSpec spec;

  private DevicesCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command: pair, ls, revoke.");
  }
}
