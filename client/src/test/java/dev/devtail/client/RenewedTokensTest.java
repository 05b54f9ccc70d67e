package dev.devtail.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.client.ConnectionState.Closed;
import dev.devtail.client.ConnectionState.Connecting;
import dev.devtail.client.ConnectionState.Live;
import dev.devtail.protocol.v1.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Tokens that end, and others in their place. */
class RenewedTokensTest {

  /** Gives what the test lets it give. */
  private static final class Scripted implements TokenSource {

    final List<CompletableFuture<String>> asked = new ArrayList<>();
    final List<String> refused = new ArrayList<>();
    boolean renewable = true;

    @Override
    public CompletableFuture<String> token() {
      asked.add(new CompletableFuture<>());
      return asked.getLast();
    }

    @Override
    public boolean refused(String token) {
      refused.add(token);
      return renewable;
    }
  }

  private final Scripted tokens = new Scripted();
  private final ClientFixture fixture = new ClientFixture(tokens);

  private void give(String token) {
    tokens.asked.getLast().complete(token);
    fixture.loop.run();
  }

  private String shown() {
    return fixture.attempt().sent.getFirst().getHello().getToken();
  }

  private void refuse() {
    fixture.say(ClientFixture.close(0, ErrorCode.ERROR_CODE_UNAUTHENTICATED, 0));
  }

  private void goLive(String token) {
    give(token);
    fixture.open();
    fixture.welcome();
    assertThat(fixture.state()).isInstanceOf(Live.class);
  }

  @Test
  void theSocketOpensOnceThereIsAToken() {
    fixture.start();
    assertThat(fixture.transport.attempts).isEmpty();
    goLive("one");
    assertThat(shown()).isEqualTo("one");
  }

  @Test
  void aTokenThatEndsWhileLiveIsFollowedByAnotherAtOnce() {
    fixture.start();
    goLive("one");
    refuse();
    assertThat(tokens.refused).containsExactly("one");
    assertThat(fixture.state()).isInstanceOf(Connecting.class);
    goLive("two");
    assertThat(shown()).isEqualTo("two");
  }

  @Test
  void whereThereIsNoOtherItEnds() {
    tokens.renewable = false;
    fixture.start();
    goLive("one");
    refuse();
    assertThat(fixture.state()).isInstanceOf(Closed.class);
  }

  @Test
  void aTokenThatIsRefusedAtOnceIsFollowedByOneOther() {
    fixture.start();
    give("one");
    fixture.open();
    refuse();
    assertThat(fixture.path()).containsExactly("Disconnected", "Connecting", "Connecting");
    goLive("two");
    assertThat(shown()).isEqualTo("two");
  }

  @Test
  void whenTheOtherIsRefusedAsWellItEnds() {
    fixture.start();
    give("one");
    fixture.open();
    refuse();
    give("two");
    fixture.open();
    refuse();
    assertThat(fixture.state()).isInstanceOf(Closed.class);
    assertThat(tokens.asked).hasSize(2);
  }

  @Test
  void whoeverHasToSignInAnewIsTold() {
    fixture.start();
    tokens
        .asked
        .getLast()
        .completeExceptionally(
            DevtailException.of(ErrorCode.ERROR_CODE_UNAUTHENTICATED, "Sign in again."));
    fixture.loop.run();
    assertThat(fixture.state())
        .isInstanceOfSatisfying(
            Closed.class,
            closed -> assertThat(String.valueOf(closed.error())).contains("Sign in again."));
  }

  @Test
  void anIssuerThatIsAwayIsAskedAgain() {
    fixture.start();
    tokens
        .asked
        .getLast()
        .completeExceptionally(
            DevtailException.of(ErrorCode.ERROR_CODE_UNAVAILABLE, "The issuer is away."));
    fixture.loop.run();
    assertThat(fixture.state()).isInstanceOf(ConnectionState.Backoff.class);
    fixture.loop.advance(Duration.ofSeconds(30));
    goLive("one");
  }

  @Test
  void aTokenThatComesTooLateOpensNothing() {
    fixture.start();
    CompletableFuture<String> late = tokens.asked.getLast();
    fixture.loop.advance(ClientFixture.CONNECT_TIMEOUT);
    late.complete("late");
    fixture.loop.run();
    assertThat(fixture.transport.attempts).isEmpty();
  }
}
