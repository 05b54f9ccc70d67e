package dev.devtail.cli.login;

import dev.devtail.cli.Home;
import dev.devtail.client.DevtailException;
import dev.devtail.client.TokenSource;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The tokens of a user who is signed in, renewed when it is time. */
public final class StoredLogin implements TokenSource {

  private final Logins logins;
  private final URI gateway;
  private final Clock clock;
  private volatile @Nullable String refused;

  StoredLogin(Logins logins, URI gateway, Clock clock) {
    this.logins = logins;
    this.gateway = gateway;
    this.clock = clock;
  }

  /** The login at a gateway, if the user is signed in there. */
  public static Optional<TokenSource> find(Home home, URI gateway) {
    Logins logins = new Logins(home);
    return logins.find(gateway).map(there -> new StoredLogin(logins, gateway, Clock.systemUTC()));
  }

  @Override
  public CompletableFuture<String> token() {
    Optional<Login> stored = logins.find(gateway).filter(this::isGood);
    if (stored.isPresent()) {
      return CompletableFuture.completedFuture(stored.get().accessToken());
    }
    CompletableFuture<String> renewed = new CompletableFuture<>();
    Thread.ofVirtual().name("devtail-login").start(() -> complete(renewed));
    return renewed;
  }

  private void complete(CompletableFuture<String> renewed) {
    try {
      renewed.complete(logins.alone(this::renew));
    } catch (RuntimeException failure) {
      renewed.completeExceptionally(failure);
    }
  }

  private boolean isGood(Login login) {
    return clock.instant().isBefore(login.renewFrom()) && !login.accessToken().equals(refused);
  }

  private String renew() {
    Login login = logins.find(gateway).orElseThrow(this::signedOut);
    if (isGood(login)) {
      // Another command has renewed it meanwhile.
      return login.accessToken();
    }
    String refreshToken = login.refreshToken();
    if (refreshToken == null) {
      throw signedOut();
    }
    Issuer issuer = Issuer.discover(login.issuer(), login.clientId(), login.scopes());
    try {
      Login renewed = login.with(issuer.refresh(refreshToken), clock.instant());
      logins.put(gateway, renewed);
      return renewed.accessToken();
    } catch (DevtailException failure) {
      if (failure.code() == ErrorCode.ERROR_CODE_UNAUTHENTICATED) {
        logins.remove(gateway);
        throw signedOut();
      }
      throw failure;
    }
  }

  private DevtailException signedOut() {
    return new DevtailException(
        Error.newBuilder()
            .setCode(ErrorCode.ERROR_CODE_UNAUTHENTICATED)
            .setMessage("You are signed out; run: devtail login " + gateway)
            .build());
  }

  @Override
  public boolean refused(String token) {
    refused = token;
    return true;
  }

  /** Waits for a token, where there is nothing else to do meanwhile. */
  public static String await(TokenSource tokens) {
    try {
      return tokens.token().join();
    } catch (CompletionException failure) {
      throw failure.getCause() instanceof DevtailException refused ? refused : failure;
    }
  }
}
