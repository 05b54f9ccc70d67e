package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devtail.cli.Home;
import dev.devtail.client.ClientOptions;
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
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
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

  /**
   * Half a second is lost at most: a quarter until the writer has it, and a flush. On a machine
   * that does other things as well it may be as much again.
   */
  private static final long LOST_MILLIS = 1_000;

  private static final int KILL_AFTER_LINES = 400;

  @Test
  @EnabledIf("tmuxIsInstalled")
  void aKilledServiceLosesTheLastMomentAndNoByteBefore() throws Exception {
    String socket = "devtail-it-" + UUID.randomUUID();
    Home home = new Home(Files.createTempDirectory("devtail-it")).create();
    KilledSuite first = KilledSuite.start(home);
    try {
      Terminal printing;
      Terminal multiplexer;
      byte[] seen;
      try (TestClient client =
          new TestClient(first.url(), home.ownerToken(), ClientOptions.SLOW_LINK)) {
        multiplexer =
            client.start("tmux", "-L", socket, "-f", "/dev/null", "new", "-A", "-s", "work", "sh");
        client.attachFromStart(multiplexer);
        printing = client.start("/bin/bash", "-c", "while :; do date +%s%3N; sleep 0.005; done");
        TestClient.View view = client.attachFromStart(printing);
        await()
            .atMost(Duration.ofSeconds(SECONDS))
            .until(() -> view.output().lines().count() > KILL_AFTER_LINES);
        first.kill();
        seen = view.bytes();
      }
      try (Running second = Running.startIn(home, Map.of());
          TestClient client = new TestClient(second)) {
        byte[] kept = all(client, printing.getId());
        int both = Math.min(seen.length, kept.length);
        assertThat(Arrays.copyOf(kept, both)).isEqualTo(Arrays.copyOf(seen, both));
        long lost = lastMillis(seen) - lastMillis(kept);
        System.out.printf("history lost by a kill: %d ms of %d bytes%n", lost, seen.length);
        assertThat(lost).isLessThan(LOST_MILLIS);
        assertThat(listed(client, printing.getId()).getEndCause())
            .isEqualTo(EndCause.END_CAUSE_SERVICE);

        Terminal again = listed(client, multiplexer.getId());
        assertThat(again.getState()).isEqualTo(TerminalState.TERMINAL_STATE_RUNNING);
        assertThat(again.getIncarnation()).isGreaterThan(multiplexer.getIncarnation());
      }
    } finally {
      first.kill();
      new ProcessBuilder("tmux", "-L", socket, "kill-server").start().waitFor();
    }
  }

  /** All that is kept, which has no gap. */
  private static byte[] all(TestClient client, String terminalId) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    HistoryPart part;
    do {
      part = read(client, terminalId, all.size());
      assertThat(part.getGap()).isZero();
      all.writeBytes(part.getPayload().toByteArray());
    } while (!part.getPayload().isEmpty());
    return all.toByteArray();
  }

  /** What the last whole line says. */
  private static long lastMillis(byte[] printed) {
    String text = new String(printed, StandardCharsets.US_ASCII);
    String whole = text.substring(0, text.lastIndexOf('\n'));
    return Long.parseLong(whole.substring(whole.lastIndexOf('\n') + 1).strip());
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
