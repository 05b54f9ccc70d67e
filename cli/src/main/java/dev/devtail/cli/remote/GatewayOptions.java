package dev.devtail.cli.remote;

import dev.devtail.cli.Home;
import dev.devtail.cli.login.StoredLogin;
import dev.devtail.client.ClientOptions;
import dev.devtail.client.ConnectionState;
import dev.devtail.client.DevtailConnection;
import dev.devtail.client.DevtailException;
import dev.devtail.client.TokenSource;
import dev.devtail.client.jdk.JdkTransport;
import dev.devtail.client.jdk.ThreadLoop;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which gateway a command talks to. */
final class GatewayOptions {

  private static final URI DEFAULT_URL = URI.create("http://127.0.0.1:7717");

  @Option(
      names = "--url",
      description =
          "The gateway, or a link to it with its token; default: $DEVTAIL_URL, else the one that"
              + " was started here or signed in to last.")
  private @Nullable String url;

  @Option(
      names = "--token",
      description =
          "The access token; default: $DEVTAIL_TOKEN, else that of devtail login, else this"
              + " machine's own.")
  private @Nullable String token;

  private @Nullable AccessLink link;

  private GatewayOptions() {}

  /** Takes what it needs from an address that somebody was given. */
  void use(AccessLink given) {
    link = given;
  }

  private Optional<AccessLink> link() {
    return Optional.ofNullable(link).or(() -> named().flatMap(AccessLink::parse));
  }

  URI url() {
    return link()
        .map(AccessLink::gateway)
        .or(() -> named().or(() -> Home.ofEnvironment().url()).map(URI::create))
        .orElse(DEFAULT_URL);
  }

  /** The gateway's address for other devices: what was named, else what `up` has announced. */
  URI shownUrl() {
    return named().isPresent() || link != null
        ? url()
        : Home.ofEnvironment().announcedUrl().map(URI::create).orElseGet(this::url);
  }

  private Optional<String> named() {
    return Optional.ofNullable(url).or(() -> Optional.ofNullable(System.getenv("DEVTAIL_URL")));
  }

  /** Where tokens come from: what was given, else a login there, else this machine's own token. */
  private TokenSource tokens() {
    return Optional.ofNullable(token)
        .or(() -> link().map(AccessLink::token))
        .or(() -> Optional.ofNullable(System.getenv("DEVTAIL_TOKEN")))
        .map(TokenSource::of)
        .or(() -> StoredLogin.find(Home.ofEnvironment(), url()))
        .orElseGet(() -> TokenSource.of(ownToken()));
  }

  /** This machine's own token is shown to gateways of this machine only. */
  private String ownToken() {
    return isThisMachine(url().getHost()) ? Home.ofEnvironment().token().orElse("") : "";
  }

  private static boolean isThisMachine(@Nullable String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (UnknownHostException | SocketException elsewhere) {
      return false;
    }
  }

  /** A token that is good now. */
  String token() {
    return StoredLogin.await(tokens());
  }

  /**
   * Connects; the first attempt has to succeed.
   *
   * @throws DevtailException UNAVAILABLE or UNAUTHENTICATED
   */
  Gateway connect() {
    ThreadLoop loop = new ThreadLoop("devtail-client");
    JdkTransport transport = new JdkTransport(url());
    DevtailConnection connection =
        new DevtailConnection(
            transport, loop, new ClientOptions(tokens(), "devtail-cli/0.1"), new SecureRandom());
    Gateway gateway = new Gateway(connection, transport, loop);
    CompletableFuture<Void> connected = new CompletableFuture<>();
    connection.observe(state -> settle(state, connected));
    connection.start();
    try {
      connected.join();
      return gateway;
    } catch (RuntimeException failure) {
      gateway.close();
      throw failure.getCause() instanceof DevtailException refused ? refused : failure;
    }
  }

  private void settle(ConnectionState state, CompletableFuture<Void> connected) {
    switch (state) {
      case ConnectionState.Live live -> connected.complete(null);
      case ConnectionState.Resuming resuming -> connected.complete(null);
      case ConnectionState.Backoff backoff ->
          connected.completeExceptionally(unreachable(backoff.why()));
      case ConnectionState.Closed closed ->
          connected.completeExceptionally(
              closed.error() == null
                  ? unreachable("closed")
                  : new DevtailException(closed.error()));
      case ConnectionState.Disconnected disconnected -> {}
      case ConnectionState.Connecting connecting -> {}
    }
  }

  private DevtailException unreachable(String why) {
    return new DevtailException(
        Error.newBuilder()
            .setCode(ErrorCode.ERROR_CODE_UNAVAILABLE)
            .setMessage(
                "No gateway answers at %s (%s). Start one with: devtail up".formatted(url(), why))
            .build());
  }
}
