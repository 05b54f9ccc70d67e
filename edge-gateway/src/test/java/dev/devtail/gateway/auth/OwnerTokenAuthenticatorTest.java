package dev.devtail.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

class OwnerTokenAuthenticatorTest {

  private static final String TOKEN = "0123456789abcdefghijkl";

  @Test
  void theTokenIsTheOwner() {
    StepVerifier.create(new OwnerTokenAuthenticator(TOKEN, "ada").authenticate(TOKEN))
        .expectNext(new AuthenticatedUser("ada", Instant.MAX))
        .verifyComplete();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123456789abcdefghijk", "0123456789abcdefghijklm", "ä"})
  void nothingElseIs(String shown) {
    StepVerifier.create(new OwnerTokenAuthenticator(TOKEN, "ada").authenticate(shown))
        .expectErrorSatisfies(
            refused ->
                assertThat(refused)
                    .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.code()).isEqualTo(FaultCode.UNAUTHENTICATED))
                    .hasMessageNotContaining(TOKEN))
        .verify();
  }

  @Test
  void aTokenThatCanBeGuessedIsRefused() {
    assertThatThrownBy(() -> new OwnerTokenAuthenticator("0123456789abcdefghijk", "ada"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("devtail.gateway.auth.owner-token")
        .hasMessageNotContaining("0123456789");
  }
}
