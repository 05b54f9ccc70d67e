package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.DeviceView;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.NewDevice;
import dev.devtail.protocol.v1.PairDevice;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Option(
      names = {"-n", "--name"},
      defaultValue = "",
      description = "What to call the device.")
  private String name;

  @Option(names = "--no-qr", description = "Print no QR code.")
  private boolean noQr;

  @Option(names = "--json", description = "Print the device and the address as a JSON object.")
  private boolean json;

  private DevicesPairCommand() {}

  private record Made(DeviceView device, String url) {}

  @Override
  public Integer call() {
    try (Gateway gateway = options.connect()) {
      NewDevice made =
          gateway
              .call(Call.newBuilder().setPairDevice(PairDevice.newBuilder().setName(name)))
              .getNewDevice();
      PrintWriter out = spec.commandLine().getOut();
      AccessLink link = AccessLink.ofDevice(options.shownUrl(), made.getToken());
      if (json) {
        Json.print(out, new Made(DeviceView.of(made.getDevice()), link.url()));
      } else {
        String about =
            "Open it on the device. To sign the device out: devtail devices revoke "
                + ShareListCommand.shortId(made.getDevice().getId());
        link.print(out, about, !noQr);
      }
      out.flush();
      return ExitCodes.OK;
    }
  }
}
