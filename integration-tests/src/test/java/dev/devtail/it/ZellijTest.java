package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devtail.cli.Home;
import dev.devtail.client.ClientOptions;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.EndTerminal;
import dev.devtail.protocol.v1.Signal;
import dev.devtail.protocol.v1.SignalTerminal;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Login shells in the real Zellij, with a home of their own. */
@EnabledIf(value = "zellijIsInstalled", disabledReason = "zellij is not installed")
class ZellijTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Home home;
  private Map<String, String> environment;

  static boolean zellijIsInstalled() throws Exception {
    return new ProcessBuilder("sh", "-c", "command -v zellij").start().waitFor() == 0;
  }

  @BeforeEach
  void makeHome() throws IOException {
    home = new Home(Files.createTempDirectory("devtail-it")).create();
    // The path of a socket is short.
    Path sockets = Files.createTempDirectory("zj");
    environment =
        Map.of(
            "HOME",
            Files.createDirectory(home.directory().resolve("user")).toString(),
            "XDG_RUNTIME_DIR",
            sockets.toString(),
            "XDG_CONFIG_HOME",
            home.directory().resolve("config").toString());
  }

  @AfterEach
  void endSessions() throws Exception {
    zellij("delete-all-sessions", "--yes", "--force");
  }

  private String zellij(String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("zellij").redirectErrorStream(true);
    builder.command().addAll(List.of(arguments));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private KilledSuite suite() throws IOException {
    return KilledSuite.start(home, environment, Map.of("devtail.terminal.zellij", "true"));
  }

  private TestClient client(KilledSuite suite) {
    return new TestClient(suite.url(), home.ownerToken(), ClientOptions.SLOW_LINK);
  }

  private static Terminal listed(TestClient client, Terminal terminal) {
    return client.terminals().stream()
        .filter(other -> other.getId().equals(terminal.getId()))
        .findFirst()
        .orElseThrow();
  }

  private static String session(Terminal terminal) {
    return "devtail-" + terminal.getId().substring(0, 12);
  }

  /** Types until it shows: a shell that is starting may drop what comes early. */
  private static void typeUntil(TestClient.View view, String line, String shown) {
    await().atMost(PATIENCE).until(() -> !(view.screen() + view.output()).isEmpty());
    view.type(line);
    await().atMost(PATIENCE).until(() -> (view.screen() + view.output()).contains(shown));
  }

  @Test
  void whatRunsOutlivesAKilledServiceAndEndsWithItsTerminal() throws Exception {
    Terminal terminal;
    KilledSuite first = suite();
    try (TestClient client = client(first)) {
      terminal = client.start();
      assertThat(terminal.getName()).isEqualTo("zellij");
      typeUntil(client.attachFromStart(terminal), "kept=4$((1+1)); echo have $kept\r", "have 42");
      first.kill();
    } finally {
      first.kill();
    }
    assertThat(zellij("list-sessions", "--short")).contains(session(terminal));

    KilledSuite second = suite();
    try (TestClient client = client(second)) {
      Terminal again = listed(client, terminal);
      assertThat(again.getState()).isEqualTo(TerminalState.TERMINAL_STATE_RUNNING);
      assertThat(again.getIncarnation()).isGreaterThan(terminal.getIncarnation());
      TestClient.View view = client.attach(terminal.getId());
      typeUntil(view, "echo still $((kept))\r", "still 42");

      view.type("sleep 1000; echo 'slept'$?\r");
      await().atMost(PATIENCE).until(() -> view.output().contains("sleep 1000"));
      client
          .connection()
          .call(
              Call.newBuilder()
                  .setSignalTerminal(
                      SignalTerminal.newBuilder()
                          .setTerminalId(terminal.getId())
                          .setSignal(Signal.SIGNAL_INT)))
          .join();
      typeUntil(view, "echo and $((40 + 3))\r", "and 43");

      client
          .connection()
          .call(
              Call.newBuilder()
                  .setEndTerminal(EndTerminal.newBuilder().setTerminalId(terminal.getId())))
          .join();
      view.exited.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      await()
          .atMost(PATIENCE)
          .until(() -> !zellij("list-sessions", "--short").contains(session(terminal)));
    } finally {
      second.kill();
    }
  }

  @Test
  void aShellThatEndsLeavesNothing() throws Exception {
    KilledSuite suite = suite();
    try (TestClient client = client(suite)) {
      Terminal terminal = client.start();
      TestClient.View view = client.attachFromStart(terminal);
      typeUntil(view, "echo have $((40 + 2))\r", "have 42");
      view.type("exit\r");
      assertThat(view.exited.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).getStatus().getCode())
          .isZero();
      await()
          .atMost(PATIENCE)
          .until(() -> !zellij("list-sessions", "--short").contains(session(terminal)));
    } finally {
      suite.kill();
    }
  }
}
