package dev.devtail.cli.remote;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What was recorded. */
@Command(
    name = "recordings",
    mixinStandardHelpOptions = true,
    description = "List, play, search, export and delete recordings.",
    subcommands = {
      RecordingsListCommand.class,
      RecordingsPlayCommand.class,
      RecordingsSearchCommand.class,
      RecordingsExportCommand.class,
      RecordingsRemoveCommand.class
    })
public final class RecordingsCommand implements Runnable {

  @Spec private CommandSpec spec;

  private RecordingsCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Name a command: ls, play, search, export, rm.");
  }
}
