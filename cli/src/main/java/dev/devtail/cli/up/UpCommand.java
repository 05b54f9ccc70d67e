package dev.devtail.cli.up;

import dev.devtail.cli.ExitCodes;
import dev.devtail.cli.Home;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts everything and stays. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Start every service on this machine and print the URL to open.",
    footer = {
      "",
      "Everything is kept in ~/.devtail (or $DEVTAIL_HOME): the access token, the database, the log.",
      "Stop it with Ctrl-C; its terminals end with it."
    })
public final class UpCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-p", "--port"},
      defaultValue = "7717",
      description = "Port to listen on, 0 for any (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--bind",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  private String bind;

  @Option(
      names = "--lan",
      description =
          "Listen on all addresses, so that a phone in the same network can connect. Traffic is not"
              + " encrypted: use it in networks you trust, or behind an HTTPS proxy.")
  private boolean lan;

  @Option(names = "--no-qr", description = "Print no QR code.")
  private boolean noQr;

  @Option(
      names = {"-D", "--set"},
      paramLabel = "KEY=VALUE",
      description =
          "Set a property, as in devtail.terminal.idle-timeout=8h (see docs/operations.md).")
  private Map<String, String> properties = new LinkedHashMap<>();

  @Option(
      names = "--exit-when-ready",
      hidden = true,
      description = "Start, say so, and stop again: to train the AOT cache, and to measure.")
  private boolean exitWhenReady;

  private UpCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    long began = ManagementFactory.getRuntimeMXBean().getStartTime();
    PrintWriter out = spec.commandLine().getOut();
    Home home = Home.ofEnvironment().create();
    Map<String, String> settings = new LinkedHashMap<>(properties);
    settings.put("devtail.gateway.port", Integer.toString(port));
    settings.put("devtail.gateway.bind", lan ? "0.0.0.0" : bind);
    Suite suite = Suite.start(home, settings);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("devtail-stop")
                .unstarted(
                    () -> {
                      suite.close();
                      ended.countDown();
                    }));
    home.rememberUrl("http://%s:%d".formatted(localHost(), suite.port()));
    String announced = "http://%s:%d".formatted(shownHost(), suite.port());
    home.rememberAnnouncedUrl(announced);
    String page = announced + "/";
    announce(
        out,
        home,
        suite.takesOwnerToken() ? "%s#token=%s".formatted(page, home.ownerToken()) : page,
        System.currentTimeMillis() - began);
    if (!exitWhenReady) {
      ended.await();
    }
    return ExitCodes.OK;
  }

  private void announce(PrintWriter out, Home home, String url, long millis) {
    out.printf("%nDevTail is ready (%.1f s).%n%n  %s%n%n", millis / 1000.0, url);
    if (!noQr) {
      out.println(QrCode.of(url));
    }
    if (!lan && isLoopback()) {
      out.println(
          "  Only this machine can connect. For a phone in the same network: devtail up --lan");
    }
    out.println("  In a terminal: devtail attach      Stop: Ctrl-C      Log: " + home.log());
    out.flush();
  }

  private boolean isLoopback() {
    return bind.equals("localhost") || bind.startsWith("127.") || bind.equals("::1");
  }

  private String localHost() {
    return lan || bind.equals("0.0.0.0") ? "127.0.0.1" : bind;
  }

  private String shownHost() {
    return lan || bind.equals("0.0.0.0") ? lanAddress().orElse("127.0.0.1") : bind;
  }

  private static Optional<String> lanAddress() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> address instanceof Inet4Address && address.isSiteLocalAddress())
          .map(InetAddress::getHostAddress)
          .findFirst();
    } catch (SocketException none) {
      return Optional.empty();
    }
  }
}
