package dev.devtail.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTokensTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final byte[] KEY = key(1);
  private static final Identity ADA = Identity.user("ada");

  private final IdentityTokens tokens = at(NOW);

  private static byte[] key(int fill) {
    byte[] key = new byte[IdentityTokens.MIN_KEY_BYTES];
    Arrays.fill(key, (byte) fill);
    return key;
  }

  private static IdentityTokens at(Instant time) {
    return new IdentityTokens(KEY, Clock.fixed(time, ZoneOffset.UTC));
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .subject("ada")
        .audience("devtail-services")
        .claim("role", "USER")
        .expirationTime(Date.from(NOW.plusSeconds(60)));
  }

  private static String signed(JWTClaimsSet.Builder claims) throws Exception {
    return signed(claims, JWSAlgorithm.HS256, KEY);
  }

  private static String signed(JWTClaimsSet.Builder claims, JWSAlgorithm algorithm, byte[] key)
      throws Exception {
    SignedJWT token = new SignedJWT(new JWSHeader(algorithm), claims.build());
    token.sign(new MACSigner(key));
    return token.serialize();
  }

  private void assertRefused(String token) {
    assertThatThrownBy(() -> tokens.verify(token))
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(FaultCode.UNAUTHENTICATED);
              assertThat(fault.message()).startsWith("The identity of this call ");
            });
  }

  @Test
  void whatWasSignedIsVerified() {
    assertThat(tokens.verify(tokens.sign(ADA))).isEqualTo(ADA);
    Identity service = Identity.service("terminal-service");
    assertThat(tokens.verify(tokens.sign(service))).isEqualTo(service);
    Identity odd = Identity.user("Ada Lovelace <ada@example.org> ☎ \"'\\");
    assertThat(tokens.verify(tokens.sign(odd))).isEqualTo(odd);
  }

  @Test
  void aTokenSignedElsewhereWithTheSameClaimsWouldDo() throws Exception {
    assertThat(tokens.verify(signed(claims()))).isEqualTo(ADA);
  }

  @Test
  void anExpiredTokenIsRefusedAfterTheClockSkew() {
    String token = tokens.sign(ADA);
    Instant end = NOW.plus(IdentityTokens.LIFETIME).plus(IdentityTokens.CLOCK_SKEW);
    assertThat(at(end).verify(token)).isEqualTo(ADA);
    assertThatThrownBy(() -> at(end.plus(Duration.ofSeconds(1))).verify(token))
        .hasMessageContaining("has expired");
  }

  @Test
  void anotherKeyIsRefused() throws Exception {
    assertRefused(signed(claims(), JWSAlgorithm.HS256, key(2)));
  }

  @Test
  void algorithmNoneIsRefused() {
    assertRefused(new PlainJWT(claims().build()).serialize());
    String[] parts = tokens.sign(ADA).split("\\.", -1);
    String none = base64("{\"alg\":\"none\"}");
    assertRefused(none + "." + parts[1] + ".");
    assertRefused(none + "." + parts[1] + "." + parts[2]);
  }

  @Test
  void changedClaimsAreRefused() {
    String[] parts = tokens.sign(ADA).split("\\.", -1);
    String payload =
        new String(
            Base64.getUrlDecoder().decode(parts[1]), java.nio.charset.StandardCharsets.UTF_8);
    assertRefused(parts[0] + "." + base64(payload.replace("USER", "SERVICE")) + "." + parts[2]);
    assertRefused(parts[0] + "." + base64(payload.replace("ada", "eve")) + "." + parts[2]);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void aTokenForAnotherAudienceOrNobodyIsRefused() throws Exception {
    assertRefused(signed(claims().audience("somebody-else")));
    assertRefused(signed(claims().audience((String) null)));
    assertRefused(signed(claims().subject(null)));
    assertRefused(signed(claims().subject(" ")));
    assertRefused(signed(claims().subject("a".repeat(Identity.MAX_USER_LENGTH + 1))));
  }

  @Test
  void aTokenWithoutEndOrRoleIsRefused() throws Exception {
    assertRefused(signed(claims().expirationTime(null)));
    assertRefused(signed(claims().claim("role", null)));
    assertRefused(signed(claims().claim("role", "ROOT")));
    assertRefused(signed(claims().claim("role", 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a.b.c", "nonsense", "e30.e30.e30", "\0"})
  void nonsenseIsRefused(String token) {
    assertRefused(token);
  }

  @Test
  void aShortKeyIsNoKey() {
    assertThatThrownBy(
            () -> new IdentityTokens(new byte[IdentityTokens.MIN_KEY_BYTES - 1], Clock.systemUTC()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("31 bytes (expected: >= 32)");
  }

  @Test
  void anIdentityHasAName() {
    assertThatThrownBy(() -> Identity.user("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Identity.user("a".repeat(201)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
