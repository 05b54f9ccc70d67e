package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.DeviceView;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.RevokeDevice;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Signs paired devices out. */
@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    description = "Sign devices out, within seconds and for good.")
public final class DevicesRevokeCommand implements Callable<Integer> {

  @Mixin private GatewayOptions options;

  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      description = "Id of a device, or the start of it.")
  private List<String> devices = List.of();

  private DevicesRevokeCommand() {}

  @Override
  public Integer call() {
    try (Gateway gateway = options.connect()) {
      for (String meant : devices) {
        DeviceView device =
            Meant.byId(
                DevicesListCommand.all(gateway),
                DeviceView::id,
                meant,
                "device",
                "devtail devices ls");
        gateway.call(
            Call.newBuilder().setRevokeDevice(RevokeDevice.newBuilder().setDeviceId(device.id())));
      }
      return ExitCodes.OK;
    }
  }
}
