package dev.devtail.cli;

import dev.devtail.bench.BenchCommand;
import dev.devtail.cli.login.LoginCommand;
import dev.devtail.cli.login.LogoutCommand;
import dev.devtail.cli.remote.AskCommand;
import dev.devtail.cli.remote.AttachCommand;
import dev.devtail.cli.remote.BudgetsCommand;
import dev.devtail.cli.remote.ConformanceCommand;
import dev.devtail.cli.remote.ContextCommand;
import dev.devtail.cli.remote.DevicesCommand;
import dev.devtail.cli.remote.FuzzCommand;
import dev.devtail.cli.remote.HistoryCommand;
import dev.devtail.cli.remote.KeysCommand;
import dev.devtail.cli.remote.KillCommand;
import dev.devtail.cli.remote.ListCommand;
import dev.devtail.cli.remote.ModelsCommand;
import dev.devtail.cli.remote.NewCommand;
import dev.devtail.cli.remote.RecordCommand;
import dev.devtail.cli.remote.RecordingsCommand;
import dev.devtail.cli.remote.RouteCommand;
import dev.devtail.cli.remote.RunCommand;
import dev.devtail.cli.remote.ShareCommand;
import dev.devtail.cli.remote.TemplatesCommand;
import dev.devtail.cli.remote.UsageCommand;
import dev.devtail.cli.simulate.SimulateProviderCommand;
import dev.devtail.cli.up.UpCommand;
import dev.devtail.client.DevtailException;
import org.springframework.boot.logging.LoggingSystem;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command line. */
@Command(
    name = "devtail",
    version = "devtail 0.1.0",
    mixinStandardHelpOptions = true,
    description = "Your machine's shells, from any device, losing nothing.",
    footer = {
      "",
      "Start here:  devtail up        then open the URL it prints",
      "             devtail attach    the same terminal in this terminal",
      "",
      "Exit codes:  0 done, 64 wrong usage, 66 not found, 69 gateway not reachable,",
      "             70 internal error, 71 could not start, 77 token refused;",
      "             attach ends with the exit code of its program.",
      "Completion:  source <(devtail completion)"
    },
    subcommands = {
      UpCommand.class,
      AttachCommand.class,
      NewCommand.class,
      ListCommand.class,
      KillCommand.class,
      HistoryCommand.class,
      RecordCommand.class,
      RecordingsCommand.class,
      ShareCommand.class,
      DevicesCommand.class,
      KeysCommand.class,
      ModelsCommand.class,
      RouteCommand.class,
      AskCommand.class,
      RunCommand.class,
      UsageCommand.class,
      BudgetsCommand.class,
      TemplatesCommand.class,
      ContextCommand.class,
      LoginCommand.class,
      LogoutCommand.class,
      ConformanceCommand.class,
      FuzzCommand.class,
      SimulateProviderCommand.class,
      BenchCommand.class
    })
public final class Devtail implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Print where in the code an error came from, for a bug report.")
  private boolean stacktrace;

  private Devtail() {}

  public static void main(String[] arguments) {
    // Nothing is logged until `up` has said where to; the other commands speak for themselves.
    LoggingSystem.get(Devtail.class.getClassLoader()).beforeInitialize();
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    Devtail root = new Devtail();
    CommandLine command = new CommandLine(root);
    CommandLine completion = new CommandLine(new GenerateCompletion());
    command.addSubcommand("completion", completion);
    completion
        .getCommandSpec()
        .usageMessage()
        .description("Print a completion script for bash and zsh.");
    return command
        .setExitCodeExceptionMapper(Devtail::exitCode)
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              line.getErr().println("devtail: " + explain(failure));
              if (root.stacktrace) {
                failure.printStackTrace(line.getErr());
              }
              return exitCode(failure);
            });
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  /**
   * What went wrong in the first place; what wrapped it is of no use to whoever typed the command.
   */
  private static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String explain(Throwable failure) {
    Throwable cause = cause(failure);
    String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }

  private static int exitCode(Throwable failure) {
    return switch (cause(failure)) {
      case DevtailException refused -> ExitCodes.of(refused.code());
      case ParameterException wrong -> ExitCodes.USAGE;
      default -> ExitCodes.INTERNAL;
    };
  }
}
