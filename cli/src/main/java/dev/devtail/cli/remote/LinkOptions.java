package dev.devtail.cli.remote;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a link that was made is printed. */
final class LinkOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--no-qr", description = "Print no QR code.")
  private boolean noQr;

  @Option(names = "--json", description = "Print it and its address as a JSON object.")
  private boolean json;

  private LinkOptions() {}

  /**
   * @param made what {@code --json} prints
   * @param about what the link is, in a sentence
   */
  void print(AccessLink link, Object made, String about) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, made);
    } else {
      link.print(out, about, !noQr);
    }
    out.flush();
  }
}
