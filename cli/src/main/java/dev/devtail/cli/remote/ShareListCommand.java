package dev.devtail.cli.remote;

import dev.devtail.gateway.rest.ShareView;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** Lists the links that show a terminal. */
@Command(
    name = "ls",
    aliases = "list",
    mixinStandardHelpOptions = true,
    description = "List the links that are good now, newest first.")
public final class ShareListCommand extends ListingCommand<ShareView> {

  private static final String ROW = "%-8s  %-8s  %-10s  %7s  %9s  %s%n";

  private ShareListCommand() {}

  @Override
  List<ShareView> list(Gateway gateway) {
    return Grants.SHARES.list().apply(gateway);
  }

  @Override
  void print(PrintWriter out, List<ShareView> shares) {
    if (shares.isEmpty()) {
      out.println("No links. Make one with: devtail share TERMINAL");
      return;
    }
    out.printf(ROW, "ID", "TERMINAL", "ROLE", "EXPIRES", "LAST USED", "NOTE");
    Instant now = Instant.now();
    for (ShareView share : shares) {
      out.printf(
          ROW,
          Meant.shortId(share.id()),
          Meant.shortId(share.terminalId()),
          share.role().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          "in " + ListCommand.age(Duration.between(now, share.expiresAt())),
          Grants.lastUse(share.lastUsedAt(), now),
          share.note());
    }
  }
}
