package dev.devtail.cli.remote;

import dev.devtail.client.DevtailConnection;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.StartTerminal;
import dev.devtail.protocol.v1.TerminalSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a new terminal runs. */
final class StartOptions {

  @Option(
      names = {"-n", "--name"},
      defaultValue = "",
      description = "What to call the terminal; default: its program's name.")
  private String name;

  @Option(
      names = {"-C", "--directory"},
      defaultValue = "",
      description = "Directory to start in; default: the session's workspace.")
  private String directory;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME=VALUE",
      description = "Add a variable to its environment.")
  private Map<String, String> environment = new LinkedHashMap<>();

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "Program and arguments (after --); default: your login shell.")
  private List<String> command = List.of();

  private StartOptions() {}

  List<String> command() {
    return command;
  }

  Call.Builder toCall(DevtailConnection connection, Size size) {
    return Call.newBuilder()
        .setStartTerminal(
            StartTerminal.newBuilder()
                .setRequestKey(connection.randomKey())
                .setSpec(
                    TerminalSpec.newBuilder()
                        .addAllCommand(command)
                        .setDirectory(directory)
                        .putAllEnvironment(environment)
                        .setName(name)
                        .setSize(size)));
  }
}
