package dev.devtail.terminal.domain;

import static dev.devtail.terminal.domain.TerminalFixture.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.terminal.testing.FakeHost;
import dev.devtail.terminal.testing.RecordingSink;
import dev.devtail.terminal.testing.VirtualLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalsTest {

  private static final Duration RETENTION = Duration.ofMinutes(10);
  private static final Duration IDLE = Duration.ofHours(1);

  @TempDir Path home;
  private final VirtualLoop loop = new VirtualLoop();
  private final FakeHost host = new FakeHost(loop);
  private final List<String> journal = new ArrayList<>();
  private final ArrayDeque<Runnable> spawns = new ArrayDeque<>();
  private int lastKey;

  private Terminals terminals(int perUser, int total) {
    return new Terminals(
        host,
        new ProgramResolver(Map.of(), Set.of(), home, Path.of("/bin/sh")),
        new TerminalJournal() {
          @Override
          public void started(TerminalInfo terminal) {
            journal.add("started " + terminal.id());
          }

          @Override
          public void ended(TerminalInfo terminal) {
            journal.add("ended " + terminal.id());
          }
        },
        spawns::add,
        loop,
        new Terminals.Limits(perUser, total, IDLE, RETENTION, 64 << 20),
        TerminalFixture.LIMITS);
  }

  private StartRequest request(String owner, int key, String... command) {
    return new StartRequest(
        owner,
        "s1",
        new RequestKey(0, key),
        "",
        List.of(command),
        "",
        Map.of(),
        "",
        TerminalFixture.SIZE);
  }

  private CompletableFuture<TerminalInfo> start(Terminals terminals, String owner) {
    CompletableFuture<TerminalInfo> answer = terminals.start(request(owner, ++lastKey));
    settle();
    return answer;
  }

  private void settle() {
    while (!spawns.isEmpty()) {
      spawns.remove().run();
    }
    loop.run();
  }

  private static void assertRefused(CompletableFuture<TerminalInfo> answer, FaultCode code) {
    assertThat(answer).isCompletedExceptionally();
    assertThat(answer.exceptionNow())
        .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
  }

  @Test
  void oneIsStartedAndListed() {
    Terminals terminals = terminals(5, 5);
    TerminalInfo info = start(terminals, "ada").join();
    assertThat(info.owner()).isEqualTo("ada");
    assertThat(info.name()).isEqualTo("sh");
    assertThat(info.state()).isEqualTo(TerminalInfo.State.RUNNING);
    assertThat(info.incarnation()).isPositive();
    assertThat(info.id().value()).matches("[0-9A-Za-z_-]{20}");
    assertThat(terminals.list("ada", "")).containsExactly(info);
    assertThat(terminals.list("ada", "s1")).containsExactly(info);
    assertThat(terminals.list("ada", "s2")).isEmpty();
    assertThat(terminals.all()).containsExactly(info);
    assertThat(terminals.running()).isEqualTo(1);
    assertThat(journal).containsExactly("started " + info.id());
  }

  @Test
  void theSameWishIsOneTerminal() {
    Terminals terminals = terminals(5, 5);
    StartRequest wish = request("ada", 1);
    CompletableFuture<TerminalInfo> first = terminals.start(wish);
    CompletableFuture<TerminalInfo> second = terminals.start(wish);
    settle();
    assertThat(second.join()).isEqualTo(first.join());
    assertThat(terminals.start(wish).join()).isEqualTo(first.join());
    assertThat(host.spawned).hasSize(1);
  }

  @Test
  void anotherUsersWishIsAnother() {
    Terminals terminals = terminals(5, 5);
    terminals.start(request("ada", 1));
    terminals.start(request("eve", 1));
    settle();
    assertThat(host.spawned).hasSize(2);
  }

  @Test
  void theSameWishFromManyThreadsIsOneTerminal() throws Exception {
    Terminals terminals = terminals(100, 100);
    List<Future<CompletableFuture<TerminalInfo>>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        answers.add(threads.submit(() -> terminals.start(request("ada", 1))));
      }
    }
    settle();
    assertThat(host.spawned).hasSize(1);
    TerminalId only = answers.getFirst().get().join().id();
    for (Future<CompletableFuture<TerminalInfo>> answer : answers) {
      assertThat(answer.get().join().id()).isEqualTo(only);
    }
  }

  @Test
  void aUserHasALimit() {
    Terminals terminals = terminals(2, 10);
    start(terminals, "ada").join();
    start(terminals, "ada").join();
    assertRefused(start(terminals, "ada"), FaultCode.RESOURCE_EXHAUSTED);
    start(terminals, "eve").join();
  }

  @Test
  void theMachineHasALimit() {
    Terminals terminals = terminals(10, 2);
    start(terminals, "ada").join();
    start(terminals, "eve").join();
    assertRefused(start(terminals, "bob"), FaultCode.RESOURCE_EXHAUSTED);
  }

  @Test
  void limitsCountWhatIsBeingStarted() {
    Terminals terminals = terminals(2, 10);
    terminals.start(request("ada", 1));
    terminals.start(request("ada", 2));
    assertRefused(terminals.start(request("ada", 3)), FaultCode.RESOURCE_EXHAUSTED);
    settle();
    assertThat(host.spawned).hasSize(2);
  }

  @Test
  void anEndedOneMakesRoom() {
    Terminals terminals = terminals(1, 1);
    start(terminals, "ada").join();
    CompletableFuture<TerminalInfo> refused = terminals.start(request("ada", 100));
    assertRefused(refused, FaultCode.RESOURCE_EXHAUSTED);
    end(0);
    // The refused wish was not remembered.
    CompletableFuture<TerminalInfo> again = terminals.start(request("ada", 100));
    settle();
    assertThat(again).isCompleted();
  }

  private void end(int number) {
    host.spawned.get(number).drain();
    host.spawned.get(number).exit(Exit.ofCode(0));
  }

  @Test
  void anotherUsersTerminalDoesNotExist() {
    Terminals terminals = terminals(5, 5);
    TerminalId id = start(terminals, "ada").join().id();
    assertThat(terminals.get(id, "ada").id()).isEqualTo(id);
    assertFault(FaultCode.NOT_FOUND, () -> terminals.get(id, "eve"));
    assertFault(FaultCode.NOT_FOUND, () -> terminals.get(new TerminalId("none"), "ada"));
    assertThat(terminals.list("eve", "")).isEmpty();
  }

  @Test
  void aFailedStartFreesTheWish() {
    Terminals terminals = terminals(1, 1);
    CompletableFuture<TerminalInfo> missing = terminals.start(request("ada", 1, "no-such-program"));
    settle();
    assertRefused(missing, FaultCode.START_FAILED);
    host.refusal = new Fault(FaultCode.RESOURCE_EXHAUSTED, "no PTY");
    CompletableFuture<TerminalInfo> none = terminals.start(request("ada", 2));
    settle();
    assertRefused(none, FaultCode.RESOURCE_EXHAUSTED);
    host.refusal = null;
    CompletableFuture<TerminalInfo> now = terminals.start(request("ada", 2));
    settle();
    assertThat(now).isCompleted();
  }

  @Test
  void anEndedOneIsKeptForAWhile() {
    Terminals terminals = terminals(5, 5);
    TerminalInfo info = start(terminals, "ada").join();
    RecordingSink sink = new RecordingSink();
    terminals
        .get(info.id(), "ada")
        .attach(
            new AttachRequest(
                new ViewerId(1, 1),
                1,
                ViewerRole.READ_WRITE,
                TerminalFixture.SIZE,
                null,
                4096,
                TerminalLimits.DEFAULT_SCREEN_BYTES),
            sink);
    end(0);
    assertThat(journal).containsExactly("started " + info.id(), "ended " + info.id());
    assertThat(terminals.running()).isZero();
    loop.advance(RETENTION.minusMillis(1));
    assertThat(terminals.list("ada", "").getFirst().state()).isEqualTo(TerminalInfo.State.ENDED);
    assertThat(sink.closed).isFalse();
    loop.advance(Duration.ofMillis(1));
    assertThat(terminals.list("ada", "")).isEmpty();
    assertThat(sink.faultCode()).isEqualTo(FaultCode.ENDED);
    assertFault(FaultCode.NOT_FOUND, () -> terminals.get(info.id(), "ada"));
    // Its wish is free again.
    terminals.start(request("ada", lastKey));
    settle();
    assertThat(host.spawned).hasSize(2);
  }

  @Test
  void theOldestEndedOneMakesRoomAndOtherUsersKeepTheirs() {
    Terminals terminals = terminals(5, 5);
    TerminalInfo other = start(terminals, "eve").join();
    end(0);
    TerminalInfo oldest = start(terminals, "ada").join();
    end(1);
    for (int number = 2; number <= EndedTerminals.MAX_PER_USER; number++) {
      start(terminals, "ada").join();
      end(number);
    }
    assertThat(terminals.list("ada", ""))
        .hasSize(EndedTerminals.MAX_PER_USER)
        .extracting(TerminalInfo::id)
        .contains(oldest.id());
    TerminalInfo next = start(terminals, "ada").join();
    end(EndedTerminals.MAX_PER_USER + 1);
    settle();
    assertThat(terminals.list("ada", ""))
        .hasSize(EndedTerminals.MAX_PER_USER)
        .extracting(TerminalInfo::id)
        .contains(next.id())
        .doesNotContain(oldest.id());
    assertThat(terminals.list("eve", "")).extracting(TerminalInfo::id).containsExactly(other.id());
    // Its time runs out later, and finds it gone.
    loop.advance(RETENTION);
    assertThat(terminals.all()).isEmpty();
  }

  @Test
  void whoeverWaitsIsToldThatNothingIsStartedAnyMore() {
    Terminals terminals =
        new Terminals(
            host,
            new ProgramResolver(Map.of(), Set.of(), home, Path.of("/bin/sh")),
            new TerminalJournal() {
              @Override
              public void started(TerminalInfo terminal) {}

              @Override
              public void ended(TerminalInfo terminal) {}
            },
            task -> {
              throw new RejectedExecutionException("stopping");
            },
            loop,
            new Terminals.Limits(1, 1, IDLE, RETENTION, 64 << 20),
            TerminalFixture.LIMITS);
    assertRefused(terminals.start(request("ada", 1)), FaultCode.UNAVAILABLE);
    assertRefused(terminals.start(request("ada", 2)), FaultCode.UNAVAILABLE);
  }

  @Test
  void idleOnesAreEnded() {
    Terminals terminals = terminals(5, 5);
    start(terminals, "ada").join();
    start(terminals, "ada").join();
    loop.advance(IDLE.minusSeconds(1));
    host.spawned.get(1).print(new byte[] {'x'});
    loop.advance(Duration.ofSeconds(2));
    terminals.reapIdle();
    loop.run();
    assertThat(host.spawned.get(0).hangUps).isEqualTo(1);
    assertThat(host.spawned.get(1).hangUps).isZero();
  }

  @Test
  void aClockThatJumpsEndsNobodyAndKeepsNobody() {
    Terminals terminals = terminals(5, 5);
    start(terminals, "ada").join();
    loop.jump(IDLE.multipliedBy(2));
    terminals.reapIdle();
    loop.run();
    assertThat(host.spawned.get(0).hangUps).isZero();
    loop.jump(IDLE.multipliedBy(-4));
    loop.advance(IDLE.plusSeconds(1));
    terminals.reapIdle();
    loop.run();
    assertThat(host.spawned.get(0).hangUps).isEqualTo(1);
  }

  @Test
  void endingAllWaitsForTheLast() {
    Terminals terminals = terminals(5, 5);
    start(terminals, "ada").join();
    start(terminals, "eve").join();
    CompletableFuture<Void> all = terminals.endAll();
    loop.run();
    end(0);
    assertThat(all).isNotDone();
    loop.advance(TerminalFixture.LIMITS.killGrace().multipliedBy(2));
    assertThat(all).isCompleted();
    assertThat(terminals.running()).isZero();
  }

  @Test
  void itIsCalledWhatTheUserCallsIt() {
    Terminals terminals = terminals(5, 5);
    CompletableFuture<TerminalInfo> answer =
        terminals.start(
            new StartRequest(
                "ada",
                "s1",
                new RequestKey(1, 1),
                home.toString(),
                List.of("sh", "-c", "true"),
                "",
                Map.of("A", "b"),
                "build",
                TerminalFixture.SIZE));
    settle();
    assertThat(answer.join().name()).isEqualTo("build");
    assertThat(answer.join().command()).containsExactly("sh", "-c", "true");
    assertThat(answer.join().directory()).isEqualTo(home.toString());
    assertThat(host.programs.getFirst().environment()).containsEntry("A", "b");
  }
}
