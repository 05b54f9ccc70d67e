package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.DeviceView;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.NewDevice;
import dev.devtail.protocol.v1.PairDevice;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a token for one more device. */
@Command(
    name = "pair",
    mixinStandardHelpOptions = true,
    description =
        "Print an address that signs one more device of yours in, with a token of its own.",
    footer = {
      "",
      "Open it on that device only: whoever has the address can do all that you can.",
      "A device that is not used for 90 days has to be paired again."
    })
public final class DevicesPairCommand implements Callable<Integer> {

  @Mixin private GatewayOptions options;
  @Mixin private LinkOptions links;

  @Option(
      names = {"-n", "--name"},
      defaultValue = "",
      description = "What to call the device.")
  private String name;

  private DevicesPairCommand() {}

  private record Made(DeviceView device, String url) {}

  @Override
  public Integer call() {
    try (Gateway gateway = options.connect()) {
      NewDevice made =
          gateway
              .call(Call.newBuilder().setPairDevice(PairDevice.newBuilder().setName(name)))
              .getNewDevice();
      AccessLink link = AccessLink.ofDevice(options.shownUrl(), made.getToken());
      links.print(
          link,
          new Made(DeviceView.of(made.getDevice()), link.url()),
          "Open it on the device. To sign the device out: devtail devices revoke "
              + Meant.shortId(made.getDevice().getId()));
      return ExitCodes.OK;
    }
  }
}
