package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.DeviceView;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.ListDevices;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists paired devices. */
@Command(
    name = "ls",
    aliases = "list",
    mixinStandardHelpOptions = true,
    description = "List your paired devices, newest first.")
public final class DevicesListCommand implements Callable<Integer> {

  private static final String ROW = "%-8s  %-20s  %7s  %9s  %7s%n";

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  private DevicesListCommand() {}

  @Override
  public Integer call() {
    try (Gateway gateway = options.connect()) {
      List<DeviceView> devices = all(gateway);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Json.print(out, devices);
      } else {
        print(out, devices);
      }
      out.flush();
      return ExitCodes.OK;
    }
  }

  static List<DeviceView> all(Gateway gateway) {
    return gateway
        .call(Call.newBuilder().setListDevices(ListDevices.getDefaultInstance()))
        .getDevices()
        .getDevicesList()
        .stream()
        .map(DeviceView::of)
        .toList();
  }

  private static void print(PrintWriter out, List<DeviceView> devices) {
    if (devices.isEmpty()) {
      out.println("No devices. Pair one with: devtail devices pair");
      return;
    }
    out.printf(ROW, "ID", "NAME", "PAIRED", "LAST USED", "EXPIRES");
    Instant now = Instant.now();
    for (DeviceView device : devices) {
      out.printf(
          ROW,
          ShareListCommand.shortId(device.id()),
          device.name(),
          ListCommand.age(Duration.between(device.createdAt(), now)),
          ShareListCommand.lastUse(device.lastUsedAt(), now),
          "in " + ListCommand.age(Duration.between(now, device.expiresAt())));
    }
  }
}
