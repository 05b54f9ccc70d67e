package dev.devtail.cli.remote;

import dev.devtail.gateway.rest.DeviceView;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists paired devices. */
@Command(
    name = "ls",
    aliases = "list",
    mixinStandardHelpOptions = true,
    description = "List your paired devices, newest first.")
public final class DevicesListCommand extends ListingCommand<DeviceView> {

  private static final String ROW = "%-8s  %-20s  %7s  %9s  %7s%n";

  private DevicesListCommand() {}

  @Override
  List<DeviceView> list(Gateway gateway) {
    return Grants.DEVICES.list().apply(gateway);
  }

  @Override
  void print(PrintWriter out, List<DeviceView> devices) {
    if (devices.isEmpty()) {
      out.println("No devices. Pair one with: devtail devices pair");
      return;
    }
    out.printf(ROW, "ID", "NAME", "PAIRED", "LAST USED", "EXPIRES");
    Instant now = Instant.now();
    for (DeviceView device : devices) {
      out.printf(
          ROW,
          Meant.shortId(device.id()),
          device.name(),
          ListCommand.age(Duration.between(device.createdAt(), now)),
          Grants.lastUse(device.lastUsedAt(), now),
          "in " + ListCommand.age(Duration.between(now, device.expiresAt())));
    }
  }
}
