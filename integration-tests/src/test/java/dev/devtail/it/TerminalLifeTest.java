package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devtail.client.DevtailException;
import dev.devtail.it.RunningSuite.Running;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.EndTerminal;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.ExitStatus;
import dev.devtail.protocol.v1.Exited;
import dev.devtail.protocol.v1.ListTerminals;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.StartTerminal;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalSpec;
import dev.devtail.protocol.v1.TerminalState;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningSuite.class)
class TerminalLifeTest {

  private static final long SECONDS = 20;

  @Test
  void everyByteOfACommandThatExitsAtOnceArrivesWithItsStatus(Running running) throws Exception {
    try (TestClient client = new TestClient(running)) {
      for (int run = 0; run < 50; run++) {
        Terminal terminal =
            client.start("/bin/sh", "-c", "head -c 100000 /dev/zero | tr '\\0' x; exit " + run);
        TestClient.View view = client.attachFromStart(terminal);
        Exited exited = view.exited.get(SECONDS, TimeUnit.SECONDS);
        assertThat(exited.getStatus().getCode()).isEqualTo(run);
        assertThat(exited.getFinalOffset()).isEqualTo(100_000);
        assertThat(view.output()).hasSize(100_000).matches("x+");
      }
    }
  }

  @Test
  void backgroundChildrenAreHeardToTheirLastByte(Running running) throws Exception {
    try (TestClient client = new TestClient(running)) {
      Terminal terminal =
          client.start("/bin/sh", "-c", "trap '' HUP; (sleep 1; echo late) & exit 3");
      TestClient.View view = client.attachFromStart(terminal);
      Exited exited = view.exited.get(SECONDS, TimeUnit.SECONDS);
      assertThat(view.output()).contains("late");
      assertThat(exited.getStatus()).isEqualTo(ExitStatus.newBuilder().setCode(3).build());
    }
  }

  @Test
  void aSignalThatKilledItIsTold(Running running) throws Exception {
    try (TestClient client = new TestClient(running)) {
      TestClient.View view = client.attachFromStart(client.start("/bin/sh", "-c", "kill -TERM $$"));
      assertThat(view.exited.get(SECONDS, TimeUnit.SECONDS).getStatus())
          .isEqualTo(ExitStatus.newBuilder().setCode(143).setSignal(15).build());
    }
  }

  @Test
  void theShellKnowsItsTerminal(Running running) {
    try (TestClient client = new TestClient(running)) {
      TestClient.View view =
          client.attachFromStart(
              client.start("/bin/sh", "-c", "echo $TERM $COLORTERM; stty size; env; cat"));
      await().until(() -> view.output().contains("24 80"));
      assertThat(view.output())
          .contains("xterm-256color truecolor")
          .doesNotContain("DEVTAIL_")
          .doesNotContain("MAVEN");
      view.attachment.join().resize(Size.newBuilder().setColumns(132).setRows(50).build());
      view.attachment.join().detach();
    }
  }

  @Test
  void resizingReachesTheProgram(Running running) {
    try (TestClient client = new TestClient(running)) {
      TestClient.View view =
          client.attachFromStart(
              client.start(
                  "/bin/sh",
                  "-c",
                  "trap 'stty size' WINCH; echo go; while :; do sleep 0.05; done"));
      await().until(() -> view.output().contains("go"));
      view.attachment.join().resize(Size.newBuilder().setColumns(132).setRows(50).build());
      await().until(() -> view.output().contains("50 132"));
    }
  }

  @Test
  void endingATerminalLeavesNoProcess(Running running) throws Exception {
    try (TestClient client = new TestClient(running)) {
      Terminal terminal =
          client.start(
              "/bin/bash",
              "-c",
              "trap '' HUP TERM; echo pid=$$; sleep 4711 & setsid -w true; echo ok; sleep 4711");
      TestClient.View view = client.attachFromStart(terminal);
      await().until(() -> view.output().contains("ok"));
      long pid = Long.parseLong(view.output().replaceAll("(?s).*pid=(\\d+).*", "$1"));
      client
          .connection()
          .call(
              Call.newBuilder()
                  .setEndTerminal(EndTerminal.newBuilder().setTerminalId(terminal.getId())))
          .get(SECONDS, TimeUnit.SECONDS);
      assertThat(view.exited.get(SECONDS, TimeUnit.SECONDS).getStatus().getSignal()).isEqualTo(9);
      await().until(() -> ProcessHandle.of(pid).isEmpty());
      assertThat(
              ProcessHandle.allProcesses()
                  .filter(process -> process.info().commandLine().orElse("").contains("4711"))
                  .toList())
          .isEmpty();
    }
  }

  @Test
  void theScreenIsThereWhenOneComesBack(Running running) {
    try (TestClient first = new TestClient(running);
        TestClient second = new TestClient(running)) {
      Terminal terminal = first.start("/bin/sh", "-c", "echo hello from before; cat");
      TestClient.View view = first.attachFromStart(terminal);
      await().until(() -> view.output().contains("hello"));
      TestClient.View other = second.attach(terminal.getId());
      await().until(() -> other.screen().contains("hello from before"));
      other.type("typed by the other\n");
      await().until(() -> view.output().contains("typed by the other"));
    }
  }

  @Test
  void theSameWishStartsOneTerminal(Running running) {
    try (TestClient client = new TestClient(running)) {
      StartTerminal wish =
          StartTerminal.newBuilder()
              .setRequestKey(client.connection().randomKey())
              .setSpec(TerminalSpec.newBuilder().setSize(TestClient.SIZE))
              .build();
      List<String> ids =
          java.util.stream.IntStream.range(0, 8)
              .mapToObj(i -> client.connection().call(Call.newBuilder().setStartTerminal(wish)))
              .map(reply -> reply.join().getTerminal().getId())
              .distinct()
              .toList();
      assertThat(ids).hasSize(1);
    }
  }

  @Test
  void anEndedTerminalIsListedWithItsStatus(Running running) throws Exception {
    try (TestClient client = new TestClient(running)) {
      Terminal terminal = client.start("/bin/sh", "-c", "exit 7");
      client.attachFromStart(terminal).exited.get(SECONDS, TimeUnit.SECONDS);
      Terminal listed =
          client
              .connection()
              .call(Call.newBuilder().setListTerminals(ListTerminals.getDefaultInstance()))
              .join()
              .getTerminals()
              .getTerminalsList()
              .stream()
              .filter(one -> one.getId().equals(terminal.getId()))
              .findFirst()
              .orElseThrow();
      assertThat(listed.getState()).isEqualTo(TerminalState.TERMINAL_STATE_ENDED);
      assertThat(listed.getExit().getCode()).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-program-anywhere", "/no/such/program", "/etc/passwd", "/tmp"})
  void aProgramThatIsNotThereIsSaid(String program, Running running) {
    try (TestClient client = new TestClient(running)) {
      assertThatThrownBy(() -> client.start(program))
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              DevtailException.class,
              refused -> {
                assertThat(refused.code()).isEqualTo(ErrorCode.ERROR_CODE_START_FAILED);
                assertThat(refused).hasMessageContaining(program);
              });
    }
  }

  @Test
  void aDirectoryThatIsNotThereIsSaid(Running running) {
    try (TestClient client = new TestClient(running)) {
      StartTerminal wish =
          StartTerminal.newBuilder()
              .setRequestKey(client.connection().randomKey())
              .setSpec(
                  TerminalSpec.newBuilder().setSize(TestClient.SIZE).setDirectory("/no/such/place"))
              .build();
      assertThatThrownBy(
              () -> client.connection().call(Call.newBuilder().setStartTerminal(wish)).join())
          .cause()
          .hasMessageContaining("/no/such/place");
    }
  }

  /** A WebSocket on loops of its own would cost each key two changes of thread. */
  @Test
  void webSocketsAndTerminalsShareTheirLoops(Running running) {
    try (TestClient client = new TestClient(running)) {
      TestClient.View view = client.attachFromStart(client.start("/bin/cat"));
      view.type("hello");
      await().until(() -> view.output().contains("hello"));
      long ours = cpuNanos("devtail-loop");
      long others = cpuNanos("reactor-http");
      for (int key = 0; key < 20; key++) {
        String typed = "<%d>".formatted(key);
        view.type(typed);
        await().until(() -> view.output().contains(typed));
      }
      // Other gateways of this process may have such threads, but none of these keys is theirs.
      assertThat(cpuNanos("devtail-loop") - ours)
          .isGreaterThan(10 * (cpuNanos("reactor-http") - others));
    }
  }

  private static long cpuNanos(String namedLike) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(namedLike))
        .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.threadId())))
        .sum();
  }

  /**
   * 10 MB into a program that echoes it line by line: it arrives whole, and keys in another
   * terminal of the same connection do not wait for it.
   */
  @Test
  void aLongPasteArrivesWholeAndHoldsNobodyUp(Running running) throws Exception {
    Path file = Files.createTempFile("devtail-paste", ".txt");
    try (TestClient client = new TestClient(running)) {
      TestClient.View neighbour = client.attachFromStart(client.start("cat"));
      TestClient.View view =
          client.attachFromStart(client.start("/bin/sh", "-c", "echo go; exec cat > " + file));
      await().until(() -> view.output().contains("go"));
      String lines =
          IntStream.range(0, 300_000)
              .mapToObj(line -> "pasted line " + line + " of many\n")
              .collect(Collectors.joining());
      CompletableFuture<Void> pasted = CompletableFuture.runAsync(() -> view.type(lines));
      int keys = 0;
      while (!pasted.isDone()) {
        String key = "<%d>".formatted(keys++);
        neighbour.type(key);
        await().atMost(2, TimeUnit.SECONDS).until(() -> neighbour.output().contains(key));
      }
      pasted.join();
      assertThat(keys).isGreaterThan(1);
      view.type("\004");
      assertThat(view.exited.get(SECONDS, TimeUnit.SECONDS).getStatus().getCode()).isZero();
      assertThat(Files.readString(file)).isEqualTo(lines);
    } finally {
      Files.delete(file);
    }
  }
}
