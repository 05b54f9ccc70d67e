package dev.devtail.terminal.domain;

import static dev.devtail.terminal.domain.TerminalFixture.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.terminal.testing.FakeHost;
import dev.devtail.terminal.testing.FakePty;
import dev.devtail.terminal.testing.VirtualLoop;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A terminal whose program shows a session that goes on without it. */
class MultiplexedTerminalTest {

  private static final Duration IDLE = Duration.ofHours(1);
  private static final TerminalId ID = new TerminalId("AAAAAAAAAAAAAAAAAAAA");

  @TempDir Path home;
  private final VirtualLoop loop = new VirtualLoop();
  private final FakeHost host = new FakeHost(loop);
  private final List<String> told = new ArrayList<>();
  private boolean installed = true;

  private final class Session implements MultiplexerSession {

    @Override
    public String name() {
      return "work";
    }

    @Override
    public List<String> command() {
      return List.of("zellij", "attach", "work");
    }

    @Override
    public void end() {
      told.add("end");
    }

    @Override
    public void tidy() {
      told.add("tidy");
    }
  }

  private Program keep(TerminalId terminal, Program shell) {
    return installed
        ? new Program(
            shell.executable(),
            List.of("sh", "-c", "a script"),
            shell.directory(),
            shell.environment(),
            new Session())
        : shell;
  }

  private Terminals terminals(Path directory) {
    return new Terminals(
        host,
        new ProgramResolver(Map.of(), Set.of(), directory, Path.of("/bin/sh"), this::keep),
        new TerminalJournal() {
          @Override
          public void started(TerminalInfo terminal) {}

          @Override
          public void ended(TerminalInfo terminal) {}
        },
        Runnable::run,
        loop,
        new Terminals.Limits(5, 5, IDLE, Duration.ofMinutes(10), 64 << 20),
        TerminalFixture.LIMITS);
  }

  private static StartRequest request(String... command) {
    return new StartRequest(
        "ada",
        "s1",
        new RequestKey(0, 1),
        "",
        List.of(command),
        "",
        Map.of(),
        "",
        TerminalFixture.SIZE);
  }

  private Terminal started(Terminals terminals, String... command) {
    CompletableFuture<TerminalInfo> answer = terminals.start(request(command));
    loop.run();
    return terminals.get(answer.join().id(), "ada");
  }

  private Terminal started() {
    return started(terminals(home));
  }

  private FakePty pty() {
    return host.spawned.getLast();
  }

  private void exit() {
    pty().drain();
    pty().exit(Exit.ofCode(0));
  }

  @Test
  void peopleSeeWhatShowsTheSessionAndNotHowItIsStarted() {
    TerminalInfo info = started().info();
    assertThat(info.name()).isEqualTo("zellij");
    assertThat(info.command()).containsExactly("zellij", "attach", "work");
    assertThat(Multiplexer.comesBack(info.command())).isTrue();
    assertThat(host.programs.getLast().arguments()).containsExactly("sh", "-c", "a script");
  }

  @Test
  void aCommandThatWasAskedForRunsInTheTerminalItself() {
    Terminal terminal = started(terminals(home), "/bin/cat");
    assertThat(terminal.session()).isNull();
    assertThat(terminal.info().command()).containsExactly("/bin/cat");
    terminal.terminate();
    exit();
    assertThat(told).isEmpty();
  }

  @Test
  void endingTheTerminalEndsTheSessionOnceNothingShowsItAnyMore() {
    started().terminate();
    assertThat(pty().hangUps).isEqualTo(1);
    assertThat(told).isEmpty();
    exit();
    assertThat(told).containsExactly("end");
  }

  @Test
  void whatTheUserEndsIsOnlyTidied() {
    started();
    exit();
    assertThat(told).containsExactly("tidy");
  }

  @Test
  void theSessionGoesOnWhenTheServiceEnds() {
    Terminals terminals = terminals(home);
    started(terminals);
    CompletableFuture<Void> ended = terminals.endAll();
    loop.run();
    assertThat(pty().hangUps).isEqualTo(1);
    exit();
    assertThat(ended).isCompleted();
    assertThat(told).isEmpty();
  }

  @Test
  void oneThatWasEndedJustBeforeTheServiceIsEnded() {
    Terminals terminals = terminals(home);
    started(terminals).terminate();
    terminals.endAll();
    loop.run();
    exit();
    assertThat(told).containsExactly("end");
  }

  @Test
  void nobodyKnowsThatItIsIdle() {
    Terminals terminals = terminals(home);
    started(terminals);
    loop.advance(IDLE.multipliedBy(10));
    terminals.reapIdle();
    loop.run();
    assertThat(pty().hangUps).isZero();
  }

  @Test
  void interruptAndQuitAreKeys() {
    Terminal terminal = started();
    terminal.signal(TerminalSignal.INT);
    terminal.signal(TerminalSignal.QUIT);
    assertThat(pty().input.toByteArray()).containsExactly(0x03, 0x1C);
    assertThat(pty().signals).isEmpty();
  }

  @Test
  void aKeyWaitsBehindWhatWasTypedBefore() {
    Terminal terminal = started();
    pty().accept(0);
    terminal.signal(TerminalSignal.INT);
    assertThat(pty().input.size()).isZero();
    pty().accept(1);
    assertThat(pty().input.toByteArray()).containsExactly(0x03);
  }

  @ParameterizedTest
  @EnumSource(
      value = TerminalSignal.class,
      names = {"HUP", "TERM", "KILL"})
  void otherSignalsAreRefusedForTheyWouldHitWhatShowsTheSession(TerminalSignal signal) {
    Terminal terminal = started();
    assertFault(FaultCode.INVALID_ARGUMENT, () -> terminal.signal(signal));
    assertThat(pty().signals).isEmpty();
  }

  @Test
  void theNextLifeShowsTheSameSession() {
    Terminals terminals = terminals(home);
    CompletableFuture<TerminalInfo> revived = terminals.revive(new Past(), request());
    loop.run();
    assertThat(revived.join().id()).isEqualTo(ID);
    assertThat(revived.join().incarnation()).isEqualTo(8);
    assertThat(terminals.get(ID, "ada").session()).isNotNull();
  }

  @Test
  void noOtherShellTakesItsPlaceWhereItIsNotKeptAnyMore() {
    installed = false;
    Terminals terminals = terminals(home);
    CompletableFuture<TerminalInfo> revived = terminals.revive(new Past(), request());
    loop.run();
    assertThat(revived.exceptionNow())
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.START_FAILED));
    assertThat(host.spawned).isEmpty();
  }

  private static final class Past implements PastTerminal {

    @Override
    public Terminal.Identity identity() {
      return new Terminal.Identity(ID, 7, "ada", "s1", "zellij", List.of(), "/");
    }

    @Override
    public WindowSize size() {
      return TerminalFixture.SIZE;
    }

    @Override
    public Instant startedAt() {
      return Instant.EPOCH;
    }

    @Override
    public Instant endedAt() {
      return Instant.EPOCH;
    }

    @Override
    public @Nullable Exit exit() {
      return null;
    }

    @Override
    public boolean endTold() {
      return true;
    }

    @Override
    public long end() {
      return 0;
    }

    @Override
    public CompletableFuture<byte[]> draw() {
      return CompletableFuture.completedFuture(new byte[0]);
    }
  }
}
