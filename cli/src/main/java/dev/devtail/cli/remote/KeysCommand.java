package dev.devtail.cli.remote;

import dev.devtail.gateway.rest.KeyView;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists keys for models; its subcommands make and end them. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "List, make and revoke keys that call models and do nothing else.",
    footer = {
      "",
      "Example:  export ANTHROPIC_API_KEY=$(devtail keys create --name claude)",
      "          devtail keys",
      "          devtail keys revoke 1f2e"
    },
    subcommands = {KeysCreateCommand.class, KeysRevokeCommand.class})
public final class KeysCommand extends ListingCommand<KeyView> {

  private static final String ROW = "%-8s  %-20s  %-36s  %7s  %9s  %7s%n";

  private KeysCommand() {}

  @Override
  List<KeyView> list(Gateway gateway) {
    return Grants.KEYS.list().apply(gateway);
  }

  @Override
  void print(PrintWriter out, List<KeyView> keys) {
    if (keys.isEmpty()) {
      out.println("No keys. Make one with: devtail keys create");
      return;
    }
    out.printf(ROW, "ID", "NAME", "SESSION", "MADE", "LAST USED", "EXPIRES");
    Instant now = Instant.now();
    for (KeyView key : keys) {
      out.printf(
          ROW,
          Meant.shortId(key.id()),
          key.name(),
          key.sessionId() == null ? "" : key.sessionId(),
          ListCommand.age(Duration.between(key.createdAt(), now)),
          Grants.lastUse(key.lastUsedAt(), now),
          "in " + ListCommand.age(Duration.between(now, key.expiresAt())));
    }
  }
}
