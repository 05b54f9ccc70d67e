package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.ShareView;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.ListShares;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the links that show a terminal. */
@Command(
    name = "ls",
    aliases = "list",
    mixinStandardHelpOptions = true,
    description = "List the links that are good now, newest first.")
public final class ShareListCommand implements Callable<Integer> {

  private static final int SHOWN_ID_LENGTH = 8;
  private static final String ROW = "%-8s  %-8s  %-10s  %7s  %9s  %s%n";

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  private ShareListCommand() {}

  @Override
  public Integer call() {
    try (Gateway gateway = options.connect()) {
      List<ShareView> shares = all(gateway);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Json.print(out, shares);
      } else {
        print(out, shares);
      }
      out.flush();
      return ExitCodes.OK;
    }
  }

  static List<ShareView> all(Gateway gateway) {
    return gateway
        .call(Call.newBuilder().setListShares(ListShares.getDefaultInstance()))
        .getShares()
        .getSharesList()
        .stream()
        .map(ShareView::of)
        .toList();
  }

  static String shortId(String id) {
    return id.substring(0, Math.min(SHOWN_ID_LENGTH, id.length()));
  }

  private static void print(PrintWriter out, List<ShareView> shares) {
    if (shares.isEmpty()) {
      out.println("No links. Make one with: devtail share TERMINAL");
      return;
    }
    out.printf(ROW, "ID", "TERMINAL", "ROLE", "EXPIRES", "LAST USED", "NOTE");
    Instant now = Instant.now();
    for (ShareView share : shares) {
      out.printf(
          ROW,
          shortId(share.id()),
          shortId(share.terminalId()),
          share.role().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          "in " + ListCommand.age(Duration.between(now, share.expiresAt())),
          lastUse(share.lastUsedAt(), now),
          share.note());
    }
  }

  static String lastUse(@Nullable Instant time, Instant now) {
    return time == null ? "never" : ListCommand.age(Duration.between(time, now));
  }
}
