package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.devtail.client.DevtailException;
import dev.devtail.it.RunningSuite.Running;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.CreateKey;
import dev.devtail.protocol.v1.DeleteSession;
import dev.devtail.protocol.v1.EndTerminal;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.GetSession;
import dev.devtail.protocol.v1.ListTerminals;
import dev.devtail.protocol.v1.Signal;
import dev.devtail.protocol.v1.SignalTerminal;
import dev.devtail.protocol.v1.StartTerminal;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalSpec;
import dev.devtail.protocol.v1.UpdateSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What one user has does not exist for another, whatever id is named. */
class TwoUsersTest {

  private static final String ISSUER = "https://login.example.org";
  private static final String AUDIENCE = "devtail";

  @Test
  void nothingOfOneExistsForTheOther() throws Exception {
    RSAKey key = new RSAKeyGenerator(2048).keyID("k1").generate();
    HttpServer provider = publish(key);
    try (Running running =
            Running.start(
                Map.of(
                    "devtail.gateway.auth.mode",
                    "jwt",
                    "devtail.gateway.auth.jwt-issuer",
                    ISSUER,
                    "devtail.gateway.auth.jwt-audience",
                    AUDIENCE,
                    "devtail.gateway.auth.jwt-keys",
                    "http://127.0.0.1:" + provider.getAddress().getPort() + "/keys"));
        TestClient ada = new TestClient(running, token(key, "ada"));
        TestClient eve = new TestClient(running, token(key, "eve"))) {
      Terminal terminal = ada.start("/bin/cat");
      TestClient.View typist = ada.attachFromStart(terminal);
      String session = terminal.getSessionId();
      String id = terminal.getId();

      assertThat(eve.terminals()).isEmpty();
      Error attached = eve.attach(id).closed.get(20, TimeUnit.SECONDS);
      assertThat(attached).isNotNull();
      assertThat(attached.getCode()).isEqualTo(ErrorCode.ERROR_CODE_NOT_FOUND);
      List<Call.Builder> calls =
          List.of(
              Call.newBuilder().setEndTerminal(EndTerminal.newBuilder().setTerminalId(id)),
              Call.newBuilder()
                  .setSignalTerminal(
                      SignalTerminal.newBuilder().setTerminalId(id).setSignal(Signal.SIGNAL_KILL)),
              Call.newBuilder().setGetSession(GetSession.newBuilder().setSessionId(session)),
              Call.newBuilder()
                  .setUpdateSession(
                      UpdateSession.newBuilder().setSessionId(session).setName("mine")),
              Call.newBuilder().setDeleteSession(DeleteSession.newBuilder().setSessionId(session)),
              Call.newBuilder().setCreateKey(CreateKey.newBuilder().setSessionId(session)),
              Call.newBuilder()
                  .setStartTerminal(
                      StartTerminal.newBuilder()
                          .setSessionId(session)
                          .setRequestKey(eve.connection().randomKey())
                          .setSpec(
                              TerminalSpec.newBuilder()
                                  .addCommand("/bin/cat")
                                  .setSize(TestClient.SIZE))));
      for (Call.Builder call : calls) {
        assertThat(refusal(eve, call))
            .as("%s", call.getOperationCase())
            .isEqualTo(ErrorCode.ERROR_CODE_NOT_FOUND);
      }
      assertThat(
              eve.connection()
                  .call(
                      Call.newBuilder()
                          .setListTerminals(ListTerminals.newBuilder().setSessionId(session)))
                  .get(20, TimeUnit.SECONDS)
                  .getTerminals()
                  .getTerminalsList())
          .isEmpty();

      typist.type("still mine\n");
      await().until(() -> typist.output().contains("still mine\r\nstill mine"));
      assertThat(ada.terminals()).extracting(Terminal::getId).containsExactly(id);
    } finally {
      provider.stop(0);
    }
  }

  private static ErrorCode refusal(TestClient client, Call.Builder call) throws Exception {
    try {
      throw new AssertionError(
          "it was done: " + client.connection().call(call).get(20, TimeUnit.SECONDS));
    } catch (ExecutionException refused) {
      assertThat(refused.getCause()).isInstanceOf(DevtailException.class);
      return ((DevtailException) refused.getCause()).code();
    }
  }

  private static HttpServer publish(RSAKey key) throws IOException {
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
  }

  private static String token(RSAKey key, String user) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(),
            new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(user)
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .build());
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }
}
