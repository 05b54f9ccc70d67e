package dev.devtail.cli.login;

import dev.devtail.cli.ExitCodes;
import dev.devtail.cli.Home;
import dev.devtail.cli.login.Issuer.Confirmation;
import dev.devtail.cli.up.QrCode;
import dev.devtail.gateway.rest.AuthView;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Signs in to a gateway whose users an identity provider knows. */
@Command(
    name = "login",
    mixinStandardHelpOptions = true,
    description = "Sign in to a team's gateway, with a browser on any device.",
    footer = {
      "",
      "The other commands then go to this gateway, until another one is signed in to or started.",
      "What is kept of it: ~/.devtail/logins, for you alone to read. See also: devtail logout"
    })
public final class LoginCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "URL", description = "The gateway, as in https://devtail.example.org")
  private URI gateway;

  @Option(names = "--no-qr", description = "Print no QR code.")
  private boolean noQr;

  private LoginCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    if (gateway.getHost() == null) {
      throw new ParameterException(
          spec.commandLine(),
          "%s (expected: an address as in https://devtail.example.org)".formatted(gateway));
    }
    AuthView auth = GatewayAuth.of(gateway);
    String clientId = auth.commandLineClientId();
    if (auth.mode() != AuthView.Mode.jwt || clientId == null) {
      throw new ParameterException(spec.commandLine(), otherwise(auth));
    }
    URI at = Objects.requireNonNull(auth.issuer(), "the gateway names no issuer");
    List<String> scopes =
        Stream.ofNullable(auth.scopes())
            .flatMap(List::stream)
            .filter(LoginCommand::isNeeded)
            .toList();
    Issuer issuer = Issuer.discover(at, clientId, scopes);
    Confirmation confirmation = issuer.begin();
    PrintWriter out = spec.commandLine().getOut();
    print(out, confirmation);
    Tokens tokens =
        new DeviceFlow(Thread::sleep).await(confirmation, () -> issuer.ask(confirmation));
    remember(
        new Login(
            at,
            clientId,
            scopes,
            tokens.access(),
            tokens.renewFrom(Instant.now()),
            tokens.refresh()));
    out.printf("You are signed in. Try: devtail ls%n");
    out.flush();
    return ExitCodes.OK;
  }

  /** Whoever the user is, only the gateway has to know: no ID token is needed here. */
  private static boolean isNeeded(String scope) {
    return !scope.equals("openid");
  }

  private void print(PrintWriter out, Confirmation confirmation) {
    URI complete = confirmation.complete();
    out.printf(
        "%nOpen this on any device, and confirm the code %s:%n%n  %s%n%n",
        confirmation.shown(), confirmation.address());
    if (!noQr) {
      out.println(QrCode.of((complete == null ? confirmation.address() : complete).toString()));
    }
    out.printf("Waiting until you have; Ctrl-C gives up.%n");
    out.flush();
  }

  private void remember(Login login) {
    Home home = Home.ofEnvironment().create();
    Logins logins = new Logins(home);
    logins.alone(
        () -> {
          logins.put(gateway, login);
          return null;
        });
    home.rememberUrl(gateway.toString());
    home.rememberAnnouncedUrl(gateway.toString());
  }

  private String otherwise(AuthView auth) {
    return switch (auth.mode()) {
      case jwt ->
          "%s does not let the command line sign in; its operator may set".formatted(gateway)
              + " devtail.gateway.auth.sign-in.command-line-client-id. Or give a token by"
              + " DEVTAIL_TOKEN.";
      case owner_token ->
          "%s has one owner, whose token `devtail up` prints; give it by DEVTAIL_TOKEN."
              .formatted(gateway);
      case none -> "%s asks nobody to sign in.".formatted(gateway);
    };
  }
}
