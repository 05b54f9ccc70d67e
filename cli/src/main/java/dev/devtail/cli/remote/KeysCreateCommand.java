package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.KeyView;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.CreateKey;
import dev.devtail.protocol.v1.ListSessions;
import dev.devtail.protocol.v1.NewKey;
import dev.devtail.protocol.v1.Session;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes a key for models. What goes to standard output is the key alone, for a script. */
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    description = "Print a new key that calls models and does nothing else. It is shown this once.",
    footer = {
      "",
      "Example:  export ANTHROPIC_API_KEY=$(devtail keys create --name claude)",
      "          devtail keys create --name ci --expires 30d"
    })
public final class KeysCreateCommand implements Callable<Integer> {

  private static final Duration MAX_LIFETIME = Duration.ofDays(365);

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Option(
      names = {"-n", "--name"},
      defaultValue = "",
      description = "What to call it in your own list.")
  private String name;

  @Option(
      names = "--session",
      defaultValue = "",
      description =
          "Count its calls to this session, by its id, the start of it, or its name; the key ends"
              + " with the session.")
  private String session;

  @Option(
      names = "--expires",
      defaultValue = "90d",
      description =
          "How long it is good, as in 12h or 30d; at most 365d (default: ${DEFAULT-VALUE}).")
  private String expires;

  @Option(names = "--json", description = "Print the key and what is known of it as JSON.")
  private boolean json;

  private KeysCreateCommand() {}

  @Override
  public Integer call() {
    Duration lifetime = Durations.parse("--expires", expires);
    if (!lifetime.isPositive() || lifetime.compareTo(MAX_LIFETIME) > 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--expires: %s (expected: more than 0, at most 365d)".formatted(expires));
    }
    try (Gateway gateway = options.connect()) {
      print(
          gateway
              .call(
                  Call.newBuilder()
                      .setCreateKey(
                          CreateKey.newBuilder()
                              .setName(name)
                              .setSessionId(session.isEmpty() ? "" : session(gateway))
                              .setLifetimeMs(lifetime.toMillis())))
              .getNewKey());
      return ExitCodes.OK;
    }
  }

  private String session(Gateway gateway) {
    List<Session> all =
        gateway
            .call(Call.newBuilder().setListSessions(ListSessions.getDefaultInstance()))
            .getSessions()
            .getSessionsList();
    List<Session> named = all.stream().filter(one -> one.getName().equals(session)).toList();
    return named.size() == 1
        ? named.getFirst().getId()
        : Meant.byId(all, Session::getId, session, "session", "GET /v1/sessions").getId();
  }

  private void print(NewKey made) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, new KeyView.New(KeyView.of(made.getKey()), made.getToken()));
      out.flush();
      return;
    }
    out.println(made.getToken());
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        "It is shown this once. To end it: devtail keys revoke "
            + Meant.shortId(made.getKey().getId()));
    err.flush();
  }
}
