package dev.devtail.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.devtail.gateway.auth.AuthenticatedUser;
import dev.devtail.gateway.auth.Authenticator;
import dev.devtail.gateway.connect.EdgeConnections;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.protocol.v1.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.test.json.JsonCompareMode;
import reactor.test.StepVerifier;

/** Users of an identity provider, whose keys are fetched from where it publishes them. */
@TestInstance(Lifecycle.PER_CLASS)
class JwtTest {

  private static final String ISSUER = "https://login.example.org";
  private static final String AUDIENCE = "devtail";

  private final RSAKey key = newKey();
  private final HttpServer provider = publish(key);
  private final RunningGateway gateway =
      new RunningGateway(
          Map.of(
              "auth.mode",
              "jwt",
              "auth.jwt-issuer",
              ISSUER,
              "auth.jwt-keys",
              "http://127.0.0.1:" + provider.getAddress().getPort() + "/keys",
              "auth.jwt-audience",
              AUDIENCE,
              "auth.jwt-user-claim",
              "email",
              "auth.sign-in.web-client-id",
              "devtail-web",
              "auth.sign-in.command-line-client-id",
              "devtail-cli"));
  private final Instant expiry = Instant.now().plusSeconds(3600);

  @AfterAll
  void stop() {
    gateway.close();
    provider.stop(0);
  }

  private static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048).keyID("k1").generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpServer publish(RSAKey key) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      byte[] keys = new JWKSet(key).toPublicJWKSet().toString().getBytes(StandardCharsets.UTF_8);
      server.createContext(
          "/keys",
          exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
    return change
        .apply(
            new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(List.of("other", AUDIENCE))
                .subject("4711")
                .claim("email", "ada@example.org")
                .expirationTime(Date.from(expiry)))
        .build();
  }

  private String token(UnaryOperator<JWTClaimsSet.Builder> change) {
    return token(key, change);
  }

  private String token(RSAKey with, UnaryOperator<JWTClaimsSet.Builder> change) {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(), claims(change));
    try {
      token.sign(new RSASSASigner(with));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
    return token.serialize();
  }

  private void assertRefused(String token) {
    assertFails(gateway, token, FaultCode.UNAUTHENTICATED);
  }

  private static void assertFails(RunningGateway at, String token, FaultCode code) {
    StepVerifier.create(at.bean(Authenticator.class).authenticate(token))
        .expectErrorSatisfies(
            refused ->
                assertThat(refused)
                    .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(code)))
        .verify(Duration.ofSeconds(10));
  }

  @Test
  void aGoodTokenIsItsUser() {
    StepVerifier.create(
            gateway.bean(Authenticator.class).authenticate(token(UnaryOperator.identity())))
        .expectNext(
            new AuthenticatedUser(
                "ada@example.org", Instant.ofEpochSecond(expiry.getEpochSecond())))
        .expectComplete()
        .verify(Duration.ofSeconds(10));
  }

  @Test
  void everyOtherTokenIsRefused() {
    assertRefused("");
    assertRefused("no.such.token");
    assertRefused(
        token(claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(600)))));
    assertRefused(token(claims -> claims.issuer("https://login.evil.org")));
    assertRefused(token(claims -> claims.audience("somebody-else")));
    assertRefused(token(claims -> claims.audience(List.of())));
    assertRefused(token(claims -> claims.claim("email", null)));
    assertRefused(token(claims -> claims.claim("email", " ")));
    assertRefused(token(claims -> claims.claim("email", "x".repeat(201))));
    assertRefused(token(newKey(), UnaryOperator.identity()));
    assertRefused(new PlainJWT(claims(UnaryOperator.identity())).serialize());
  }

  /** Whoever knows the public key, which is everybody, could make such a token. */
  @Test
  void aSecretIsNoKeyHoweverItIsNamed() throws JOSEException {
    SignedJWT forged =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(),
            claims(UnaryOperator.identity()));
    forged.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
    assertRefused(forged.serialize());
  }

  @Test
  void anAlgorithmThatIsNotOnTheListIsRefused() throws JOSEException {
    SignedJWT other =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("k1").build(),
            claims(UnaryOperator.identity()));
    other.sign(new RSASSASigner(key));
    assertRefused(other.serialize());
  }

  @Test
  void anAccessTokenMaySayThatItIsOne() throws JOSEException {
    StepVerifier.create(gateway.bean(Authenticator.class).authenticate(tokenOfType("at+jwt")))
        .expectNextCount(1)
        .expectComplete()
        .verify(Duration.ofSeconds(10));
    assertRefused(tokenOfType("logout+jwt"));
  }

  private String tokenOfType(String type) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("k1")
                .type(new JOSEObjectType(type))
                .build(),
            claims(UnaryOperator.identity()));
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  @Test
  void clientsAreToldWhereToSignIn() {
    gateway
        .http()
        .get()
        .uri("/v1/auth")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            """
            {"mode":"jwt","issuer":"https://login.example.org","webClientId":"devtail-web",
             "commandLineClientId":"devtail-cli","scopes":["openid","offline_access"]}\
            """,
            JsonCompareMode.STRICT);
  }

  @Test
  void thePageMayConnectToTheIssuerAndNowhereElse() {
    gateway
        .http()
        .get()
        .uri("/")
        .exchange()
        .expectHeader()
        .value(
            "Content-Security-Policy",
            policy -> assertThat(policy).endsWith("; connect-src 'self' " + ISSUER));
  }

  @Test
  void restKnowsTheUserToo() {
    gateway
        .http(token(UnaryOperator.identity()))
        .get()
        .uri("/v1/sessions")
        .exchange()
        .expectBody()
        .jsonPath("$[0].user")
        .isEqualTo("ada@example.org");
    gateway
        .http(token(claims -> claims.issuer("https://login.evil.org")))
        .get()
        .uri("/v1/sessions")
        .exchange()
        .expectStatus()
        .isUnauthorized();
  }

  @Test
  void aConnectionEndsWithItsToken() {
    try (EdgeClient client = new EdgeClient(gateway)) {
      client.send(EdgeClient.hello(token(UnaryOperator.identity())));
      assertThat(client.next().getWelcome().getUser()).isEqualTo("ada@example.org");
      gateway.bean(EdgeConnections.class).sweep();
      client.assertQuiet();
      gateway.clock.advance(Duration.ofHours(2));
      gateway.bean(EdgeConnections.class).sweep();
      client.assertEnds(ErrorCode.ERROR_CODE_UNAUTHENTICATED, 1008);
    }
  }

  @Test
  void aProviderThatIsAwayIsNotTheUsersFault() {
    try (RunningGateway other =
        new RunningGateway(
            Map.of(
                "auth.mode", "jwt",
                "auth.jwt-issuer", "http://127.0.0.1:1",
                "auth.jwt-audience", AUDIENCE))) {
      String token = token(UnaryOperator.identity());
      assertFails(other, token, FaultCode.UNAVAILABLE);
      other.http(token).get().uri("/v1/sessions").exchange().expectStatus().isEqualTo(503);
    }
  }

  @Test
  void withoutAuthenticationAnyoneIsTheOwner() {
    try (RunningGateway other =
            new RunningGateway(Map.of("auth.mode", "none", "auth.owner", "grace"));
        EdgeClient client = new EdgeClient(other)) {
      client.send(EdgeClient.hello(""));
      assertThat(client.next().getWelcome().getUser()).isEqualTo("grace");
      other
          .http()
          .get()
          .uri("/v1/sessions")
          .exchange()
          .expectBody()
          .jsonPath("$[0].user")
          .isEqualTo("grace");
      // A page of another origin that the owner's browser has open is not the owner.
      other
          .http()
          .get()
          .uri("/v1/sessions")
          .header("Origin", "https://evil.example")
          .exchange()
          .expectStatus()
          .isUnauthorized();
    }
  }
}
