package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.cli.Home;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code devtail simulate-provider}, as it is typed. */
class SimulateProviderTest {

  private static final String HELLO =
      "{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  @TempDir private Path directory;

  private CommandLine commandLine() {
    return new CommandLine(new Home(directory));
  }

  private static HttpResponse<String> ask(JsonNode openai, String key) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(openai.path("url").asString() + "/chat/completions"))
              .header("authorization", "Bearer " + key)
              .POST(BodyPublishers.ofString(HELLO))
              .build(),
          BodyHandlers.ofString());
    }
  }

  @Test
  void itSaysWhereItIsAndAnswersAsTheScriptSays() throws Exception {
    Path script = Files.writeString(directory.resolve("answers.yaml"), "rules: [{say: Moo}]");
    Process process =
        commandLine()
            .start("simulate-provider", "--port=0", "--json", "--key=mine", "--script=" + script);
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      JsonNode openai = JsonMapper.shared().readTree(out.readLine()).path("openai");
      assertThat(openai.path("environment").path("OPENAI_API_KEY").asString()).isEqualTo("mine");
      assertThat(ask(openai, "mine").body()).contains("Moo");
      assertThat(ask(openai, "other").statusCode()).isEqualTo(401);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aMistakeInTheScriptIsNamedWithItsFile() throws Exception {
    Path script = Files.writeString(directory.resolve("answers.yaml"), "rulez: []");
    CommandLine.Ended ended = commandLine().run("simulate-provider", "--script=" + script);
    assertThat(ended.exitCode()).isNotZero();
    assertThat(ended.output()).contains(script + ": rulez: unknown (expected: faults, pace");
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandLine.Ended ended =
          commandLine().run("simulate-provider", "--port=" + taken.getLocalPort());
      assertThat(ended.exitCode()).isEqualTo(71);
      assertThat(ended.output())
          .contains("Port %d is in use: choose another".formatted(taken.getLocalPort()));
    }
  }
}
