package dev.devtail.cli.remote;

import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.SharedTerminal;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalState;
import dev.devtail.protocol.v1.ViewerRole;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A terminal of the gateway, in this terminal. */
@Command(
    name = "attach",
    mixinStandardHelpOptions = true,
    description = "Open a terminal here: the one named, else the last one, else a new one.",
    footer = {
      "",
      "Ctrl-] detaches: the terminal goes on without you. When its program ends, attach ends with",
      "its exit code. A lost network is waited for; what you type meanwhile is sent afterwards.",
      "",
      "Example:  devtail attach            the last terminal, or a new one",
      "          devtail attach build      the terminal called build",
      "          devtail attach --new -- htop",
      "          devtail attach 'https://HOST/#share=TOKEN'    what somebody shares with you"
    })
public final class AttachCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;
  @Mixin private StartOptions start;

  @Option(names = "--new", description = "Start a new terminal, whatever is there.")
  private boolean fresh;

  @Option(
      names = "--detach-key",
      defaultValue = "^]",
      paramLabel = "^KEY",
      description = "Control key that detaches (default: ${DEFAULT-VALUE}).")
  private String detachKey;

  @Option(
      names = "--no-predict",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Do not show keys, underlined, before their echo comes (on links slower than 30 ms).")
  private boolean predict;

  private AttachCommand() {}

  @Override
  public Integer call() throws IOException {
    byte detach = controlKey();
    List<String> named = start.command();
    if (named.size() == 1) {
      AccessLink.parse(named.getFirst()).ifPresent(options::use);
    }
    try (org.jline.terminal.Terminal local = TerminalBuilder.builder().system(true).build();
        Gateway gateway = options.connect()) {
      if (local.getType().startsWith(org.jline.terminal.Terminal.TYPE_DUMB)) {
        throw new ParameterException(
            spec.commandLine(), "attach needs a terminal; for scripts use new, ls and kill.");
      }
      Optional<SharedTerminal> shared = gateway.shared();
      if (shared.isPresent()) {
        return showShared(local, detach, gateway, shared.get());
      }
      Size size = LocalTerminal.sizeOf(local);
      LocalTerminal view = new LocalTerminal(local, detach, true, predict);
      Terminal chosen = fresh ? null : choose(gateway);
      if (chosen == null) {
        Terminal started = gateway.call(start.toCall(gateway.connection(), size)).getTerminal();
        return view.show(gateway, started, true);
      }
      return view.show(gateway, chosen, false);
    }
  }

  /** There is nothing else to choose from, and nothing may be started. */
  private int showShared(
      org.jline.terminal.Terminal local, byte detach, Gateway gateway, SharedTerminal shared) {
    boolean mayType = shared.getRole() == ViewerRole.VIEWER_ROLE_READ_WRITE;
    Terminal only = Terminal.newBuilder().setId(shared.getTerminalId()).build();
    return new LocalTerminal(local, detach, mayType, mayType && predict).show(gateway, only, false);
  }

  /** The terminal to attach to; none if one is to be started. */
  private @Nullable Terminal choose(Gateway gateway) {
    List<String> named = start.command();
    if (named.size() == 1 && AccessLink.parse(named.getFirst()).isEmpty()) {
      return gateway.find(named.getFirst());
    }
    if (named.size() > 1) {
      throw new ParameterException(
          spec.commandLine(),
          "To start a command: devtail attach --new -- " + String.join(" ", named));
    }
    return gateway.terminals().stream()
        .filter(terminal -> terminal.getState() == TerminalState.TERMINAL_STATE_RUNNING)
        .reduce((earlier, later) -> later)
        .orElse(null);
  }

  private byte controlKey() {
    if (detachKey.length() != 2 || detachKey.charAt(0) != '^') {
      throw Gateway.refusal(
          ErrorCode.ERROR_CODE_INVALID_ARGUMENT,
          "--detach-key: %s (expected: as in ^] or ^a)".formatted(detachKey));
    }
    return (byte) (Character.toUpperCase(detachKey.charAt(1)) & 0x1F);
  }
}
