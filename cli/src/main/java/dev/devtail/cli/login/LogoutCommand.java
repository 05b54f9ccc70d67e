package dev.devtail.cli.login;

import dev.devtail.cli.ExitCodes;
import dev.devtail.cli.Home;
import dev.devtail.client.DevtailException;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import java.io.PrintWriter;
import java.net.URI;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Signs out: forgets the tokens here, and has the issuer revoke them. */
@Command(
    name = "logout",
    mixinStandardHelpOptions = true,
    description = "Sign out of a gateway that was signed in to with login.")
public final class LogoutCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "URL",
      description = "The gateway; default: the one that was signed in to last.")
  private @Nullable URI named;

  private LogoutCommand() {}

  @Override
  public Integer call() {
    Home home = Home.ofEnvironment();
    URI gateway = named == null ? home.url().map(URI::create).orElse(null) : named;
    Logins logins = new Logins(home);
    if (gateway == null || logins.find(gateway).isEmpty()) {
      throw new DevtailException(
          Error.newBuilder()
              .setCode(ErrorCode.ERROR_CODE_NOT_FOUND)
              .setMessage(
                  "You are not signed in%s.".formatted(gateway == null ? "" : " at " + gateway))
              .build());
    }
    Login login =
        logins.alone(
            () -> {
              Login last = logins.find(gateway).orElse(null);
              logins.remove(gateway);
              return last;
            });
    PrintWriter out = spec.commandLine().getOut();
    out.printf("You are signed out of %s on this machine.%n", gateway);
    out.flush();
    if (login != null && login.refreshToken() != null) {
      Issuer.discover(login.issuer(), login.clientId(), login.scopes())
          .revoke(login.refreshToken());
    }
    return ExitCodes.OK;
  }
}
