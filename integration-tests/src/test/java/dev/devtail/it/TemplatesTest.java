package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.it.RunningSuite.Running;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prompt templates, as they are asked for by REST and typed on the command line. */
@ExtendWith(RunningSuite.class)
class TemplatesTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Running running;
  private final CommandLine commandLine;

  @TempDir private Path directory;

  TemplatesTest(Running running) {
    this.running = running;
    this.commandLine = new CommandLine(running.home());
  }

  private HttpResponse<String> render(String template, String body) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(running.url().resolve("/v1/templates/" + template + "/render"))
              .header("authorization", "Bearer " + running.token())
              .POST(BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    }
  }

  private CommandLine.Ended run(String... arguments) throws Exception {
    return commandLine.run(
        Stream.concat(Stream.of(arguments), Stream.of("--url=" + running.url()))
            .toArray(String[]::new));
  }

  @Test
  void areRenderedByRest() throws Exception {
    JsonNode rendered =
        JSON.readTree(render("review", "{\"parameters\":{\"diff\":\"+ {{a}} <b>\"}}").body());
    assertThat(rendered.path("reference").asString()).isEqualTo("review@1");
    assertThat(rendered.path("text").asString()).startsWith("<diff>\n+ {{a}} <b>\n</diff>\n");
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    HttpResponse<String> answer = render("review", "{\"parameters\":{\"dif\":\"x\"}}");
    assertThat(answer.statusCode()).isEqualTo(400);
    JsonNode problem = JSON.readTree(answer.body());
    assertThat(problem.path("code").asString()).isEqualTo("INVALID_ARGUMENT");
    assertThat(problem.path("field").asString()).isEqualTo("parameters.diff");
    assertThat(problem.path("detail").asString())
        .contains("review@1: diff: missing")
        .contains("dif: there is no such parameter (expected: diff, goal,");
    assertThat(render("revue", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void areListedShownAndRenderedOnTheCommandLine() throws Exception {
    assertThat(run("templates").output())
        .contains("commit-message@1", "explain@1", "fix-failing-test@1", "review@1")
        .contains("diff [goal] [context]");
    assertThat(run("templates", "show", "review").output())
        .contains("review@1: Reviews a diff")
        .contains("focus             what alone to look at (correctness, security");
    Path change = Files.writeString(directory.resolve("a.diff"), "+ int a;\n");
    CommandLine.Ended rendered =
        run("templates", "render", "review", "--json", "--set", "diff=@" + change);
    assertThat(JSON.readTree(rendered.output()).path("text").asString()).contains("+ int a;");
    CommandLine.Ended missing = run("templates", "render", "review");
    assertThat(missing.exitCode()).isNotZero();
    assertThat(missing.output()).contains("review@1: diff: missing");
  }

  @Test
  void takeWhatIsPipedIn() throws Exception {
    Process process =
        commandLine.start(
            "templates", "render", "commit-message", "--set", "diff=@-", "--url=" + running.url());
    process.getOutputStream().write("+ piped".getBytes(StandardCharsets.UTF_8));
    assertThat(CommandLine.end(process).output()).contains("<diff>\n+ piped\n</diff>");
  }
}
