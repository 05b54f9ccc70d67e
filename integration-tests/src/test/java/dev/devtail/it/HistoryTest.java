package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devtail.it.RunningSuite.Running;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.EndCause;
import dev.devtail.protocol.v1.EndTerminal;
import dev.devtail.protocol.v1.Exited;
import dev.devtail.protocol.v1.HistoryHits;
import dev.devtail.protocol.v1.HistoryPart;
import dev.devtail.protocol.v1.ReadHistory;
import dev.devtail.protocol.v1.SearchHistory;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalState;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What is there after a restart. */
class HistoryTest {

  private static final long SECONDS = 60;
  private static final int PRINTED_BYTES = 50 << 20;

  private static HistoryPart read(TestClient client, String terminalId, long offset) {
    return client
        .connection()
        .call(
            Call.newBuilder()
                .setReadHistory(
                    ReadHistory.newBuilder().setTerminalId(terminalId).setOffset(offset)))
        .join()
        .getHistoryPart();
  }

  private static Terminal listed(TestClient client, String id) {
    return client.terminals().stream()
        .filter(terminal -> terminal.getId().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyByteIsThereAfterARestart() throws Exception {
    Terminal terminal;
    String seen;
    Running first = Running.start();
    try (TestClient client = new TestClient(first)) {
      terminal =
          client.start(
              "/bin/sh",
              "-c",
              "stty -opost; head -c %d /dev/urandom; printf '\\nthe needle\\nlast words'; cat"
                  .formatted(PRINTED_BYTES));
      TestClient.View view = client.attachFromStart(terminal);
      int all = PRINTED_BYTES + "\nthe needle\nlast words".length();
      await().atMost(Duration.ofSeconds(SECONDS)).until(() -> view.bytes().length >= all);
      seen = sha256(view.bytes());
    }
    try (Running second = first.restart();
        TestClient client = new TestClient(second)) {
      Terminal ended = listed(client, terminal.getId());
      assertThat(ended.getState()).isEqualTo(TerminalState.TERMINAL_STATE_ENDED);
      assertThat(ended.getEndCause()).isEqualTo(EndCause.END_CAUSE_SERVICE);
      assertThat(ended.hasExit()).isFalse();
      assertThat(ended.getIncarnation()).isEqualTo(terminal.getIncarnation());

      MessageDigest kept = MessageDigest.getInstance("SHA-256");
      long offset = 0;
      HistoryPart part;
      do {
        part = read(client, terminal.getId(), offset);
        assertThat(part.getGap()).isZero();
        kept.update(part.getPayload().asReadOnlyByteBuffer());
        offset = part.getOffset() + part.getPayload().size();
      } while (!part.getPayload().isEmpty());
      assertThat(HexFormat.of().formatHex(kept.digest())).isEqualTo(seen);

      TestClient.View late = client.attach(terminal.getId());
      Exited exited = late.exited.get(SECONDS, TimeUnit.SECONDS);
      assertThat(exited.getCause()).isEqualTo(EndCause.END_CAUSE_SERVICE);
      assertThat(exited.hasStatus()).isFalse();
      assertThat(exited.getFinalOffset()).isEqualTo(offset);
      assertThat(late.screen()).contains("last words");

      HistoryHits hits =
          client
              .connection()
              .call(
                  Call.newBuilder()
                      .setSearchHistory(
                          SearchHistory.newBuilder()
                              .setTerminalId(terminal.getId())
                              .setQuery("needle")))
              .join()
              .getHistoryHits();
      assertThat(hits.getHits(0).getLine()).contains("needle");
      assertThatThrownBy(() -> read(client, "AAAAAAAAAAAAAAAAAAAA", 0))
          .hasMessageContaining("history");
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  static boolean tmuxIsInstalled() throws Exception {
    return new ProcessBuilder("sh", "-c", "command -v tmux").start().waitFor() == 0;
  }

  @Test
  @EnabledIf("tmuxIsInstalled")
  void tmuxComesBack() throws Exception {
    String socket = "devtail-it-" + UUID.randomUUID();
    Running first = Running.start();
    try {
      Terminal terminal;
      try (TestClient client = new TestClient(first)) {
        terminal =
            client.start("tmux", "-L", socket, "-f", "/dev/null", "new", "-A", "-s", "work", "sh");
        TestClient.View view = client.attachFromStart(terminal);
        view.type("printf 'sur%s\\n' vived\n");
        await().atMost(Duration.ofSeconds(SECONDS)).until(() -> view.output().contains("survived"));
      }
      try (Running second = first.restart();
          TestClient client = new TestClient(second)) {
        Terminal again = listed(client, terminal.getId());
        assertThat(again.getState()).isEqualTo(TerminalState.TERMINAL_STATE_RUNNING);
        assertThat(again.getIncarnation()).isGreaterThan(terminal.getIncarnation());
        TestClient.View view = client.attach(terminal.getId());
        await()
            .atMost(Duration.ofSeconds(SECONDS))
            .until(() -> (view.screen() + view.output()).contains("survived"));
        view.type("echo and $((40 + 2))\n");
        await().atMost(Duration.ofSeconds(SECONDS)).until(() -> view.output().contains("and 42"));
        HistoryPart part = read(client, terminal.getId(), 0);
        assertThat(part.getPreviousIncarnation()).isEqualTo(terminal.getIncarnation());
        client
            .connection()
            .call(
                Call.newBuilder()
                    .setEndTerminal(EndTerminal.newBuilder().setTerminalId(terminal.getId())))
            .join();
      }
    } finally {
      new ProcessBuilder("tmux", "-L", socket, "kill-server").start().waitFor();
    }
  }
}
