package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devtail.client.ConnectionState;
import dev.devtail.it.RunningSuite.Running;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.CreateSession;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.ListModelCalls;
import dev.devtail.protocol.v1.ModelCallFilter;
import dev.devtail.simulator.ProviderSimulator;
import dev.devtail.simulator.script.Answer;
import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Script;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A key for models, from the command line to a model, until it is revoked. */
class ModelKeysTest {

  private static final Duration OUT_WITHIN = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String QUESTION =
      """
      {"model": "claude-haiku-4-5", "max_tokens": 16,
       "messages": [{"role": "user", "content": "Hello?"}]}""";

  @Test
  void aKeyCallsModelsForItsSessionAndDoesNothingElseUntilItIsRevoked() throws Exception {
    try (ProviderSimulator simulator =
            ProviderSimulator.start(Script.always(Answer.text("Hello!")));
        Running running = Running.start(settings(simulator));
        TestClient owner = new TestClient(running);
        HttpClient http = HttpClient.newHttpClient()) {
      String session =
          owner
              .connection()
              .call(Call.newBuilder().setCreateSession(CreateSession.newBuilder().setName("app")))
              .get(20, TimeUnit.SECONDS)
              .getSession()
              .getId();
      String key = key(devtail(running, "keys", "create", "--session=app"));
      assertThat(key).startsWith("dvt_key_");
      assertThat(devtail(running, "keys")).contains(session, key.substring(8, 16));
      assertThat(devtail(running, "keys", "create", "--session=nobody's"))
          .contains("There is no session");

      HttpResponse<String> answer = ask(http, running, key);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains("Hello!");
      assertThat(send(http, running, "/v1/models", key).statusCode()).isEqualTo(200);
      await().atMost(PATIENCE).until(() -> calls(owner, session) == 1);

      assertThat(send(http, running, "/v1/terminals", key).statusCode()).isEqualTo(403);
      assertThat(send(http, running, "/v1/keys", key).statusCode()).isEqualTo(403);
      assertThat(hello(running, key)).isEqualTo(ErrorCode.ERROR_CODE_PERMISSION_DENIED);

      devtail(running, "keys", "revoke", key.substring(8, 16));
      await().atMost(OUT_WITHIN).until(() -> ask(http, running, key).statusCode() == 401);
      assertThat(hello(running, key)).isEqualTo(ErrorCode.ERROR_CODE_UNAUTHENTICATED);
    }
  }

  /** The JVM warns of what libraries do before anything else is printed. */
  private static String key(String output) {
    return output.lines().filter(line -> line.startsWith("dvt_key_")).findFirst().orElse(output);
  }

  private static Map<String, String> settings(ProviderSimulator simulator) {
    String prefix = "devtail.router.providers.anthropic";
    return Map.of(
        prefix + ".base-url",
        simulator.url(Provider.ANTHROPIC).toString(),
        prefix + ".keys",
        ProviderSimulator.KEY);
  }

  private static String devtail(Running running, String... command) throws Exception {
    String[] words = new String[command.length + 2];
    System.arraycopy(command, 0, words, 0, command.length);
    words[command.length] = "--url=" + running.url();
    words[command.length + 1] = "--token=" + running.token();
    return new CommandLine(running.home()).run(words).output();
  }

  private static HttpResponse<String> ask(HttpClient http, Running running, String key)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(running.url() + "/v1/messages"))
            .header("x-api-key", key)
            .header("anthropic-version", "2023-06-01")
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(QUESTION))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> send(
      HttpClient http, Running running, String path, String key) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(running.url() + path))
            .header("authorization", "Bearer " + key)
            .build(),
        BodyHandlers.ofString());
  }

  private static long calls(TestClient owner, String session) throws Exception {
    return owner
        .connection()
        .call(
            Call.newBuilder()
                .setListModelCalls(
                    ListModelCalls.newBuilder()
                        .setFilter(ModelCallFilter.newBuilder().setSessionId(session))))
        .get(20, TimeUnit.SECONDS)
        .getModelCalls()
        .getCallsCount();
  }

  private static ErrorCode hello(Running running, String token) throws Exception {
    CompletableFuture<ErrorCode> refused = new CompletableFuture<>();
    try (TestClient client = new TestClient(running, token)) {
      client
          .connection()
          .observe(
              state -> {
                if (state instanceof ConnectionState.Closed closed && closed.error() != null) {
                  refused.complete(closed.error().getCode());
                }
              });
      return refused.get(20, TimeUnit.SECONDS);
    }
  }
}
