package dev.devtail.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class GatewayPropertiesTest {

  private static final String TOKEN_KEY = "auth.owner-token";
  private static final String TOKEN = "0123456789012345678901";

  private static GatewayProperties bind(Map<String, String> settings) {
    Map<String, String> named = new HashMap<>();
    settings.forEach((key, value) -> named.put("devtail.gateway." + key, value));
    return new Binder(new MapConfigurationPropertySource(named))
        .bindOrCreate("devtail.gateway", GatewayProperties.class);
  }

  @Test
  void listensOnLoopbackUnlessToldOtherwise() {
    GatewayProperties properties = bind(Map.of(TOKEN_KEY, TOKEN));
    assertThat(properties.bind()).isEqualTo("127.0.0.1");
    assertThat(properties.limits().maxFrameBytes()).isEqualTo(128 * 1024);
    assertThat(properties.auth().ownerName()).isEqualTo(System.getProperty("user.name"));
    assertThat(properties.toString()).doesNotContain(TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void withoutAuthenticationItListensOnLoopbackOnly(String bind) {
    assertRefused(Map.of("auth.mode", "none", "bind", bind), "devtail.gateway.bind");
    assertThat(bind(Map.of(TOKEN_KEY, TOKEN, "bind", bind)).bind()).isEqualTo(bind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
  void loopbackNeedsNoAuthentication(String bind) {
    assertThat(bind(Map.of("auth.mode", "none", "bind", bind)).bind()).isEqualTo(bind);
  }

  @Test
  void whatIsMissingIsNamed() {
    assertRefused(Map.of(), "devtail.gateway.auth.owner-token: missing");
    assertRefused(Map.of("auth.mode", "jwt"), "devtail.gateway.auth.jwt-issuer: missing");
    assertRefused(
        Map.of("auth.mode", "jwt", "auth.jwt-issuer", "https://id.example.org"),
        "devtail.gateway.auth.jwt-audience: missing");
    assertRefused(
        Map.of(TOKEN_KEY, TOKEN, "auth.sign-in.web-client-id", "web"),
        "devtail.gateway.auth.mode: owner_token");
  }

  @ParameterizedTest
  @CsvSource({
    "jwt-issuer, http://id.example.org",
    "jwt-issuer, id.example.org",
    "jwt-issuer, https://id.example.org/?realm=x",
    "sign-in.web-client-id, two words",
    "sign-in.command-line-client-id, ''",
    "sign-in.scopes, profile",
    "sign-in.scopes, 'openid,a b'"
  })
  void howUsersSignInIsChecked(String key, String value) {
    Map<String, String> settings = new HashMap<>();
    settings.put("auth.mode", "jwt");
    settings.put("auth.jwt-issuer", "http://127.0.0.1:9000");
    settings.put("auth.jwt-audience", "devtail");
    assertThat(bind(settings).auth().view().scopes()).containsExactly("openid", "offline_access");
    settings.put("auth." + key, value);
    assertRefused(settings, "devtail.gateway.auth." + key + ": ");
  }

  @ParameterizedTest
  @CsvSource({
    "port, -1",
    "port, 65536",
    "max-frame, 64KB",
    "max-channels, 0",
    "max-calls-in-flight, 0",
    "max-unauthenticated, 0",
    "hello-deadline, 0s",
    "heartbeat-interval, -1s"
  })
  void whatCannotBeIsNamed(String key, String value) {
    assertRefused(Map.of(TOKEN_KEY, TOKEN, key, value), "devtail.gateway." + key + ": ");
  }

  private static void assertRefused(Map<String, String> settings, String says) {
    assertThatThrownBy(() -> bind(settings))
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(says);
  }
}
