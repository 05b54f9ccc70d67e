package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.ShareView;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.CreateShare;
import dev.devtail.protocol.v1.NewShare;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.ViewerRole;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a link that shows one terminal to whoever opens it. */
@Command(
    name = "share",
    mixinStandardHelpOptions = true,
    description = "Print a link that shows one terminal, and nothing else, to whoever opens it.",
    footer = {
      "",
      "Read-only unless --read-write is given. Who types in it can do all that you can.",
      "Example:  devtail share build --expires 30m",
      "          devtail share ls",
      "          devtail share revoke 1f2e"
    },
    subcommands = {ShareListCommand.class, ShareRevokeCommand.class})
public final class ShareCommand implements Callable<Integer> {

  private static final Duration MAX_LIFETIME = Duration.ofDays(30);

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;
  @Mixin private LinkOptions links;

  @Parameters(arity = "0..1", paramLabel = "TERMINAL", description = "Id, start of it, or name.")
  private @Nullable String terminal;

  @Option(
      names = {"-w", "--read-write"},
      description = "Let whoever opens the link type.")
  private boolean readWrite;

  @Option(
      names = "--expires",
      defaultValue = "1h",
      description =
          "How long it opens, as in 30m, 12h or 7d; at most 30d (default: ${DEFAULT-VALUE}).")
  private String expires;

  @Option(names = "--note", defaultValue = "", description = "What it is for, for your own list.")
  private String note;

  private ShareCommand() {}

  private record Made(ShareView share, String url) {}

  @Override
  public Integer call() {
    if (terminal == null) {
      throw new ParameterException(spec.commandLine(), "Name a terminal, or one of: ls, revoke.");
    }
    Duration lifetime = Durations.parse("--expires", expires);
    if (!lifetime.isPositive() || lifetime.compareTo(MAX_LIFETIME) > 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--expires: %s (expected: more than 0, at most 30d)".formatted(expires));
    }
    try (Gateway gateway = options.connect()) {
      Terminal meant = gateway.find(terminal);
      NewShare made =
          gateway
              .call(
                  Call.newBuilder()
                      .setCreateShare(
                          CreateShare.newBuilder()
                              .setTerminalId(meant.getId())
                              .setRole(
                                  readWrite
                                      ? ViewerRole.VIEWER_ROLE_READ_WRITE
                                      : ViewerRole.VIEWER_ROLE_READ_ONLY)
                              .setLifetimeMs(lifetime.toMillis())
                              .setNote(note)))
              .getNewShare();
      print(meant, made);
      return ExitCodes.OK;
    }
  }

  private void print(Terminal meant, NewShare made) {
    AccessLink link = AccessLink.ofShare(options.shownUrl(), made.getToken());
    links.print(
        link,
        new Made(ShareView.of(made.getShare()), link.url()),
        "It shows %s, %s, for %s. To end it: devtail share revoke %s"
            .formatted(
                meant.getName(),
                readWrite ? "to read and type" : "to look on",
                expires,
                Meant.shortId(made.getShare().getId())));
  }
}
