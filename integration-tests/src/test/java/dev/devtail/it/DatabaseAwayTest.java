package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devtail.it.RunningSuite.Running;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.CreateSession;
import dev.devtail.protocol.v1.EventType;
import dev.devtail.protocol.v1.Terminal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** PostgreSQL stands still for a while: terminals go on, the rest says so, and all is caught up. */
class DatabaseAwayTest {

  /** Seconds; the stated goal is a minute, CI takes the time that shows the same. */
  private static final long AWAY_SECONDS = Long.getLong("devtail.it.database-away-seconds", 12);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Test
  void terminalsGoOnAndEverythingIsCaughtUp() throws Exception {
    try (Running running = Running.start();
        TestClient client = new TestClient(running)) {
      Terminal kept = client.start("/bin/cat");
      Terminal ending = client.start("/bin/cat");
      TestClient.View typist = client.attachFromStart(kept);
      TestClient.View last = client.attachFromStart(ending);
      type(typist, "before");
      assertThat(health(running).statusCode()).isEqualTo(200);
      TestClient.Watch watch = client.watch();
      watch.awaitLive(1);

      long postmaster =
          Long.parseLong(
              Files.readAllLines(running.home().database().resolve("postmaster.pid")).getFirst());
      List<Long> database = processes(postmaster);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(AWAY_SECONDS);
      signal("STOP", database);
      try {
        last.type("\004");
        assertThat(last.exited.get(10, TimeUnit.SECONDS).getStatus().getCode()).isZero();
        await()
            .atMost(Duration.ofSeconds(10))
            .untilAsserted(
                () ->
                    assertThat(health(running))
                        .satisfies(down -> assertThat(down.statusCode()).isEqualTo(503))
                        .satisfies(
                            down -> assertThat(down.body()).contains("\"database\"", "DOWN")));
        assertThatThrownBy(
                () ->
                    client
                        .connection()
                        .call(
                            Call.newBuilder()
                                .setCreateSession(CreateSession.newBuilder().setName("x")))
                        .get(15, TimeUnit.SECONDS))
            .hasMessageContaining("database");
        // Another viewer of a terminal that runs finds it without the directory.
        try (TestClient other = new TestClient(running)) {
          TestClient.View second = other.attach(kept.getId());
          await().until(() -> second.screen().contains("before"));
        }
        for (int line = 0; System.nanoTime() < end; line++) {
          type(typist, "meanwhile " + line);
        }
      } finally {
        signal("CONT", database);
      }

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(health(running).statusCode()).isEqualTo(200));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(events(running, kept.getSessionId()))
                      .contains("terminal_ended", ending.getId()));
      watch.awaitLive(2);
      watch.awaitEvent(EventType.EVENT_TYPE_TERMINAL_STARTED, client.start("/bin/true"));
      type(typist, "after");
    }
  }

  private static void type(TestClient.View view, String line) {
    view.type(line + "\n");
    await().until(() -> view.output().contains(line + "\r\n" + line));
  }

  private static HttpResponse<String> health(Running running) throws Exception {
    return get(running, "/actuator/health");
  }

  private static String events(Running running, String sessionId) throws Exception {
    return get(running, "/v1/sessions/" + sessionId + "/events").body();
  }

  private static HttpResponse<String> get(Running running, String path)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(running.url() + path))
            .header("Authorization", "Bearer " + running.token())
            .timeout(Duration.ofSeconds(15))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The server and its workers. */
  private static List<Long> processes(long postmaster) {
    ProcessHandle server = ProcessHandle.of(postmaster).orElseThrow();
    return Stream.concat(Stream.of(server), server.descendants()).map(ProcessHandle::pid).toList();
  }

  private static void signal(String name, List<Long> processes) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of("kill", "-" + name), processes.stream().map(pid -> Long.toString(pid)))
            .toList();
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }
}
