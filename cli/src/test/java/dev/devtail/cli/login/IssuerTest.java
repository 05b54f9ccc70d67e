package dev.devtail.cli.login;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.client.DevtailException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerTest {

  @ParameterizedTest
  @ValueSource(strings = {"http://id.example.org", "http://192.0.2.1:8080/realms/team", "ftp://id"})
  void nobodySignsInWhereEverybodyCanListen(String issuer) {
    assertThatThrownBy(() -> Issuer.discover(URI.create(issuer), "cli", List.of()))
        .isInstanceOf(DevtailException.class)
        .hasMessageContaining("not encrypted");
  }
}
