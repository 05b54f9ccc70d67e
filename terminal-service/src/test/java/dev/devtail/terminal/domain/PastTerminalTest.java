package dev.devtail.terminal.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.kit.fault.Fault;
import dev.devtail.terminal.domain.AttachRequest.ResumePoint;
import dev.devtail.terminal.testing.FakeHost;
import dev.devtail.terminal.testing.RecordingSink;
import dev.devtail.terminal.testing.VirtualLoop;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Terminals of an earlier run of the service. */
class PastTerminalTest {

  private static final TerminalId ID = new TerminalId("t1");
  private static final Duration KEPT = Duration.ofHours(1);

  private final VirtualLoop loop = new VirtualLoop();
  private final FakeHost host = new FakeHost(loop);
  private final List<String> journal = new ArrayList<>();
  private final Terminals terminals =
      new Terminals(
          host,
          new ProgramResolver(Map.of(), Set.of(), Path.of("/"), Path.of("/bin/sh")),
          new TerminalJournal() {
            @Override
            public void started(TerminalInfo terminal) {
              journal.add("started " + terminal.incarnation());
            }

            @Override
            public void ended(TerminalInfo terminal) {
              journal.add("ended " + terminal.incarnation());
            }
          },
          Runnable::run,
          loop,
          new Terminals.Limits(5, 5, Duration.ofHours(1), Duration.ofMinutes(10), 64 << 20),
          TerminalFixture.LIMITS);

  private int drawn;
  private int viewers;

  private PastTerminal past(@Nullable Exit exit) {
    return new PastTerminal() {
      @Override
      public Terminal.Identity identity() {
        return new Terminal.Identity(ID, 7, "ada", "s1", "work", List.of("sh"), "/");
      }

      @Override
      public WindowSize size() {
        return new WindowSize(80, 24);
      }

      @Override
      public Instant startedAt() {
        return Instant.EPOCH;
      }

      @Override
      public Instant endedAt() {
        return Instant.EPOCH.plusSeconds(60);
      }

      @Override
      public @Nullable Exit exit() {
        return exit;
      }

      @Override
      public boolean endTold() {
        return exit != null;
      }

      @Override
      public long end() {
        return 1000;
      }

      @Override
      public CompletableFuture<byte[]> draw() {
        drawn++;
        return CompletableFuture.completedFuture("as it was".getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  private RecordingSink attach(@Nullable ResumePoint resume) {
    RecordingSink sink = new RecordingSink();
    Terminal terminal = terminals.get(ID, "ada");
    terminal
        .loop()
        .execute(
            () ->
                terminal.attach(
                    new AttachRequest(
                        new ViewerId(1, ++viewers),
                        1,
                        ViewerRole.READ_WRITE,
                        new WindowSize(100, 30),
                        resume,
                        65_536,
                        TerminalLimits.DEFAULT_SCREEN_BYTES),
                    sink));
    loop.run();
    return sink;
  }

  @Test
  void isListedAsEndedWithoutAnExitAndDrawnWhenSomebodyComes() {
    terminals.restore(past(null), KEPT);
    TerminalInfo listed = terminals.list("ada", "").getFirst();
    assertThat(listed.state()).isEqualTo(TerminalInfo.State.ENDED);
    assertThat(listed.exit()).isNull();
    assertThat(listed.incarnation()).isEqualTo(7);
    assertThat(terminals.list("eve", "")).isEmpty();
    assertThat(terminals.running()).isZero();
    assertThat(journal).containsExactly("ended 7");
    assertThat(drawn).isZero();
    RecordingSink sink = attach(null);
    assertThat(drawn).isEqualTo(1);
    assertThat(sink.screen.toString(StandardCharsets.UTF_8)).contains("as it was");
    assertThat(sink.log).containsExactly("opened", "screen.", "exited code=none end=1000");
    assertThat(attach(null).screen.toString(StandardCharsets.UTF_8)).contains("as it was");
    assertThat(drawn).isEqualTo(1);
  }

  @Test
  void aViewerThatHasAllOfItGoesOn() {
    terminals.restore(past(null), KEPT);
    assertThat(attach(new ResumePoint(7, 1000)).log)
        .containsExactly("opened", "exited code=none end=1000");
  }

  /** What was printed in the last moment before a kill was seen, and could not be kept. */
  @Test
  void aViewerThatSawMoreIsGivenTheScreen() {
    terminals.restore(past(null), KEPT);
    assertThat(attach(new ResumePoint(7, 1234)).log).contains("screen.");
  }

  @Test
  void oneThatHadEndedBeforeKeepsItsExitAndIsNoNews() {
    terminals.restore(past(Exit.ofCode(3)), KEPT);
    assertThat(terminals.list("ada", "").getFirst().exit()).isEqualTo(Exit.ofCode(3));
    assertThat(attach(null).log).contains("exited code=3 end=1000");
    assertThat(journal).isEmpty();
  }

  @Test
  void isForgottenAfterItsTime() {
    terminals.restore(past(null), KEPT);
    loop.advance(KEPT);
    assertThat(terminals.all()).isEmpty();
    assertThat(drawn).isZero();
  }

  @Test
  void whoIsThereThenIsTold() {
    terminals.restore(past(null), KEPT);
    RecordingSink sink = attach(null);
    loop.advance(KEPT);
    assertThat(sink.closed).isTrue();
  }

  @Test
  void reapingAndEndingAllDrawNothing() {
    terminals.restore(past(null), KEPT);
    terminals.reapIdle();
    assertThat(terminals.endAll()).isCompleted();
    loop.run();
    assertThat(drawn).isZero();
  }

  @Test
  void comesBackUnderItsIdWithAHigherIncarnation() {
    StartRequest again =
        new StartRequest(
            "ada",
            "s1",
            new RequestKey(1, 1),
            "",
            List.of("/bin/sh"),
            "/",
            Map.of(),
            "work",
            new WindowSize(80, 24));
    CompletableFuture<TerminalInfo> revived = terminals.revive(past(null), again);
    loop.run();
    assertThat(revived.join().id()).isEqualTo(ID);
    assertThat(revived.join().incarnation()).isEqualTo(8);
    assertThat(revived.join().state()).isEqualTo(TerminalInfo.State.RUNNING);
    assertThat(journal).containsExactly("started 8");
  }

  @Test
  void aServiceThatGoesDownSendsItsViewersAwayAndInventsNoExit() {
    CompletableFuture<TerminalInfo> started =
        terminals.start(
            new StartRequest(
                "ada",
                "s1",
                new RequestKey(1, 1),
                "",
                List.of("/bin/sh"),
                "/",
                Map.of(),
                "",
                new WindowSize(80, 24)));
    loop.run();
    Terminal terminal = terminals.get(started.join().id(), "ada");
    RecordingSink sink = new RecordingSink();
    AttachRequest request =
        new AttachRequest(
            new ViewerId(1, 1),
            1,
            ViewerRole.READ_WRITE,
            new WindowSize(80, 24),
            null,
            65_536,
            TerminalLimits.DEFAULT_SCREEN_BYTES);
    terminal.attach(request, sink);
    CompletableFuture<Void> all = terminals.endAll();
    loop.run();
    assertThat(sink.fault).extracting(Fault::code).hasToString("UNAVAILABLE");
    assertThatThrownBy(() -> terminal.attach(request, new RecordingSink()))
        .hasMessageContaining("going down");
    terminal.onExit(Exit.ofSignal(1));
    terminal.onDrained();
    assertThat(all).isCompleted();
    assertThat(terminal.info().state()).isEqualTo(TerminalInfo.State.ENDED);
    assertThat(terminal.info().exit()).isNull();
    assertThat(sink.log).noneMatch(told -> told.startsWith("exited"));
  }
}
