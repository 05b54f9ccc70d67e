package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.it.RunningSuite.Running;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.CreateSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Contexts of a real repository, as they are typed on the command line. */
@ExtendWith(RunningSuite.class)
class ContextTest {

  private static final String UPLOAD =
      """
      import time

      class Uploader:
          \"""Sends files.\"""

          def retry_upload(self, path, times=3):
              \"""Sends a file again until it arrives.\"""
              for attempt in range(times):
                  if self.send(path):
                      return True
                  time.sleep(attempt)
              return False

          def send(self, path):
              return bool(path)
      """;

  private static final String SERVER =
      """
      package server

      // Serve answers until it is told to stop.
      func Serve(stop chan bool) int {
      	for {
      		select {
      		case <-stop:
      			return 0
      		}
      	}
      }
      """;

  private final Running running;
  private final CommandLine commandLine;

  @TempDir private Path workspace;

  ContextTest(Running running) {
    this.running = running;
    this.commandLine = new CommandLine(running.home());
  }

  @BeforeEach
  void repository() throws Exception {
    Files.createDirectories(workspace.resolve("build"));
    Files.writeString(workspace.resolve("upload.py"), UPLOAD);
    Files.writeString(workspace.resolve("server.go"), SERVER);
    Files.writeString(workspace.resolve("notes.md"), "# Notes\n\nNothing of that.\n");
    Files.writeString(workspace.resolve(".gitignore"), "build/\n");
    Files.writeString(workspace.resolve("build/made.py"), "retry_upload = 1\n");
    Files.writeString(workspace.resolve(".env"), "PASSWORD=retry-upload\n");
    try (Git git = Git.init().setDirectory(workspace.toFile()).call()) {
      git.add().addFilepattern(".").call();
      git.commit()
          .setMessage("Begin")
          .setAuthor("ada", "ada@example.org")
          .setCommitter("ada", "ada@example.org")
          .setSign(false)
          .call();
    }
  }

  private String session() {
    try (TestClient client = new TestClient(running)) {
      return client
          .connection()
          .call(
              Call.newBuilder()
                  .setCreateSession(CreateSession.newBuilder().setWorkspace(workspace.toString())))
          .join()
          .getSession()
          .getId();
    }
  }

  private CommandLine.Ended context(String session, String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("context"));
    all.addAll(List.of(words));
    all.addAll(List.of("--session", session, "--url", running.url().toString()));
    return commandLine.run(all.toArray(String[]::new));
  }

  @Test
  void theFilesThatServeATaskAreFoundAndFitted() throws Exception {
    String session = session();

    CommandLine.Ended selected = context(session, "select", "an upload is retried too often");
    assertThat(selected.exitCode()).as(selected.output()).isZero();
    assertThat(selected.output().lines().findFirst().orElse("")).contains("upload.py");
    assertThat(selected.output()).contains("holds upload").doesNotContain("made.py", ".env");

    JsonNode built =
        JsonMapper.shared()
            .readTree(
                context(session, "render", "retry an upload", "--budget", "400", "--json")
                    .output());
    assertThat(built.path("tokens").asInt()).isBetween(1, 400);
    assertThat(built.path("estimated").asBoolean()).isFalse();
    assertThat(built.path("text").asString())
        .contains("def retry_upload(self, path, times=3)")
        .doesNotContain("PASSWORD");

    CommandLine.Ended tight = context(session, "render", "retry an upload", "--budget", "5");
    assertThat(tight.exitCode()).isNotZero();
    assertThat(tight.output()).contains("budget");

    CommandLine.Ended explained =
        context(session, "explain", "upload.py", "an upload is retried too often");
    assertThat(explained.output()).contains("number 1, ");
    CommandLine.Ended unknown = context(session, "explain", "gone.py", "an upload");
    assertThat(unknown.exitCode()).isNotZero();
  }

  @Test
  void whatFilesDeclareIsThere() throws Exception {
    String session = session();
    CommandLine.Ended map = context(session, "map", "*.py", "*.go", "--symbols");
    assertThat(map.exitCode()).as(map.output()).isZero();
    assertThat(map.output())
        .contains("upload.py  python", "server.go  go", "retry_upload", "method", "complexity 3")
        .doesNotContain("notes.md");

    CommandLine.Ended counted = context(session, "count");
    assertThat(counted.output()).contains("upload.py", "in 4 files");

    CommandLine.Ended state = context(session);
    assertThat(state.output()).contains("4 files, read in", ".env: its name says");
  }

  @Test
  void whoseWorkspaceItIsNotGetsNothing() throws Exception {
    CommandLine.Ended stranger = context("00000000-0000-7000-8000-000000000000", "select", "a");
    assertThat(stranger.exitCode()).isNotZero();
    assertThat(stranger.output()).contains("There is no session");
  }
}
