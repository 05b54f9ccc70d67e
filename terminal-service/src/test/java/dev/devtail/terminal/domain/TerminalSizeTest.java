package dev.devtail.terminal.domain;

import static dev.devtail.terminal.domain.TerminalFixture.assertFault;
import static dev.devtail.terminal.domain.TerminalFixture.at;
import static dev.devtail.terminal.domain.TerminalFixture.bytes;
import static dev.devtail.terminal.domain.TerminalFixture.pattern;
import static dev.devtail.terminal.domain.TerminalFixture.viewer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.FaultCode;
import dev.devtail.terminal.domain.AttachRequest.ResumePoint;
import dev.devtail.terminal.testing.RecordingSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several viewers, each with a size and a role. */
class TerminalSizeTest {

  private static final WindowSize DESKTOP = new WindowSize(200, 50);
  private static final WindowSize PHONE = new WindowSize(40, 60);
  private static final WindowSize BOTH = new WindowSize(40, 50);

  private final TerminalFixture fixture = new TerminalFixture();
  private final Terminal terminal = fixture.terminal;

  private RecordingSink attach(int number, WindowSize size, ViewerRole role) {
    return attach(number, 1, size, role, at(0), TerminalFixture.WINDOW);
  }

  private RecordingSink attach(
      int number,
      long epoch,
      WindowSize size,
      ViewerRole role,
      @Nullable ResumePoint resume,
      long window) {
    RecordingSink sink = new RecordingSink();
    terminal.attach(
        new AttachRequest(
            viewer(number), epoch, role, size, resume, window, TerminalLimits.DEFAULT_SCREEN_BYTES),
        sink);
    return sink;
  }

  private RecordingSink desktop() {
    return attach(1, DESKTOP, ViewerRole.READ_WRITE);
  }

  private RecordingSink phone() {
    return attach(2, PHONE, ViewerRole.READ_WRITE);
  }

  // ---- the active one's

  @Test
  void theOneThatAttachesLastIsActiveAndTheOthersHearOfIt() {
    RecordingSink desktop = desktop();
    assertThat(terminal.info().size()).isEqualTo(DESKTOP);
    fixture.pty.print(bytes("hello"));
    phone();
    assertThat(terminal.info().size()).isEqualTo(PHONE);
    assertThat(fixture.pty.sizes).containsExactly(DESKTOP, PHONE);
    assertThat(desktop.sizes).containsExactly("40x60 at 5");
  }

  @Test
  void whoeverAttachesLearnsTheSizeFromOpenedAlone() {
    desktop();
    RecordingSink phone = phone();
    assertThat(phone.sizes).isEmpty();
    assertThat(phone.size).isEqualTo(PHONE);
    assertThat(phone.log.getFirst()).isEqualTo("opened");
  }

  @Test
  void typingTakesTheSizeBack() {
    RecordingSink desktop = desktop();
    RecordingSink phone = phone();
    fixture.type(1, desktop, 0, bytes("x"));
    assertThat(terminal.info().size()).isEqualTo(DESKTOP);
    assertThat(phone.sizes).containsExactly("200x50 at 0");
    fixture.type(1, desktop, 1, bytes("y"));
    assertThat(phone.sizes).hasSize(1);
    assertThat(fixture.pty.sizes).containsExactly(DESKTOP, PHONE, DESKTOP);
  }

  @Test
  void aResizeIsNotToldToWhoMadeIt() {
    RecordingSink desktop = desktop();
    RecordingSink phone = phone();
    terminal.onResize(viewer(2), phone, new WindowSize(60, 30));
    assertThat(phone.sizes).isEmpty();
    assertThat(desktop.sizes).containsExactly("40x60 at 0", "60x30 at 0");
  }

  @Test
  void whenTheActiveOneLeavesTheOneBeforeIsActiveAgain() {
    RecordingSink desktop = desktop();
    RecordingSink phone = phone();
    terminal.onDetach(viewer(2), phone);
    assertThat(terminal.info().size()).isEqualTo(DESKTOP);
    assertThat(desktop.size).isEqualTo(DESKTOP);
  }

  @Test
  void whenTheActiveOneIsCutOffItsSizeStays() {
    RecordingSink desktop = desktop();
    RecordingSink phone = phone();
    terminal.onCut(viewer(2), phone);
    assertThat(terminal.info().size()).isEqualTo(PHONE);
    fixture.type(1, desktop, 0, bytes("x"));
    assertThat(terminal.info().size()).isEqualTo(DESKTOP);
  }

  @Test
  void aTerminalThatHasEndedKeepsItsSizeAndSaysNothing() {
    RecordingSink desktop = desktop();
    fixture.pty.drain();
    fixture.pty.exit(Exit.ofCode(0));
    terminal.onResize(viewer(1), desktop, PHONE);
    assertThat(terminal.info().size()).isEqualTo(DESKTOP);
    assertThat(desktop.sizes).isEmpty();
  }

  // ---- the smallest

  @Test
  void theSmallestIsWhatEverybodySeesWhole() {
    RecordingSink desktop = desktop();
    RecordingSink phone = phone();
    terminal.onSizePolicy(viewer(1), desktop, SizePolicy.SMALLEST);
    assertThat(terminal.info().sizePolicy()).isEqualTo(SizePolicy.SMALLEST);
    assertThat(terminal.info().size()).isEqualTo(BOTH);
    assertThat(phone.size).isEqualTo(BOTH);
    fixture.type(1, desktop, 0, bytes("x"));
    assertThat(terminal.info().size()).isEqualTo(BOTH);
    // Who makes its window larger draws at once, and is told that it was too much.
    terminal.onResize(viewer(2), phone, new WindowSize(80, 60));
    assertThat(terminal.info().size()).isEqualTo(new WindowSize(80, 50));
    assertThat(phone.size).isEqualTo(new WindowSize(80, 50));
    terminal.onCut(viewer(2), phone);
    assertThat(terminal.info().size()).isEqualTo(DESKTOP);
    terminal.onSizePolicy(viewer(1), desktop, SizePolicy.ACTIVE);
    assertThat(terminal.info().size()).isEqualTo(DESKTOP);
  }

  // ---- in the order of the output

  @Test
  void whoIsBehindHearsOfTheSizeAtItsPlaceInTheOutput() {
    RecordingSink slow = attach(1, 1, DESKTOP, ViewerRole.READ_WRITE, at(0), 4096);
    RecordingSink phone = phone();
    fixture.pty.print(pattern(0, 6000));
    assertThat(slow.end()).isEqualTo(4096);
    terminal.onResize(viewer(2), phone, new WindowSize(60, 30));
    fixture.pty.print(pattern(6000, 1000));
    assertThat(slow.sizes).containsExactly("40x60 at 0");
    terminal.onCredit(viewer(1), slow, 10_000);
    assertThat(slow.sizes).containsExactly("40x60 at 0", "60x30 at 6000");
    assertThat(slow.output.toByteArray()).isEqualTo(pattern(0, 7000));
  }

  @Test
  void aScreenSaysTheSizeItself() {
    RecordingSink slow = attach(1, 1, DESKTOP, ViewerRole.READ_ONLY, at(0), 4096);
    RecordingSink phone = phone();
    for (int i = 0; i < 40; i++) {
      fixture.pty.print(pattern(i * 4096L, 4096));
      fixture.ack(2, phone, phone.end());
    }
    terminal.onResize(viewer(2), phone, new WindowSize(60, 30));
    fixture.pty.print(bytes("x"));
    assertThat(slow.log).contains("screen.");
    assertThat(slow.size).isEqualTo(new WindowSize(60, 30));
  }

  // ---- roles

  @Test
  void whoOnlyLooksOnChangesNothing() {
    RecordingSink desktop = desktop();
    RecordingSink guest = attach(3, new WindowSize(10, 5), ViewerRole.READ_ONLY);
    assertThat(guest.attachment().role()).isEqualTo(ViewerRole.READ_ONLY);
    assertThat(desktop.attachment().role()).isEqualTo(ViewerRole.READ_WRITE);
    assertThat(terminal.info().size()).isEqualTo(DESKTOP);
    assertThat(guest.size).isEqualTo(DESKTOP);
    terminal.onSizePolicy(viewer(1), desktop, SizePolicy.SMALLEST);
    assertThat(terminal.info().size()).isEqualTo(DESKTOP);
    assertFault(FaultCode.PERMISSION_DENIED, () -> fixture.type(3, guest, 0, bytes("rm -rf /\n")));
    assertFault(FaultCode.PERMISSION_DENIED, () -> terminal.onResize(viewer(3), guest, DESKTOP));
    assertFault(
        FaultCode.PERMISSION_DENIED,
        () -> terminal.onSignal(viewer(3), guest, TerminalSignal.KILL));
    assertFault(
        FaultCode.PERMISSION_DENIED,
        () -> terminal.onSizePolicy(viewer(3), guest, SizePolicy.ACTIVE));
    assertThat(fixture.pty.input.size()).isZero();
    assertThat(fixture.pty.signals).isEmpty();
  }

  @Test
  void nobodyWaitsForWhoOnlyLooksOn() {
    RecordingSink guest = attach(3, 1, DESKTOP, ViewerRole.READ_ONLY, at(0), 4096);
    fixture.loop.advance(TerminalFixture.LIMITS.holdAfterCut());
    fixture.pty.print(pattern(0, 40 * TerminalFixture.RING_BYTES));
    fixture.loop.run();
    assertThat(fixture.pty.unread()).isZero();
    assertThat(guest.screenOffsets).isNotEmpty();
  }

  /** A guest that is there before the first viewer must not have its output thrown away. */
  @Test
  void aGuestDoesNotEndTheWaitForTheFirstViewer() {
    attach(3, DESKTOP, ViewerRole.READ_ONLY);
    fixture.pty.print(pattern(0, 40 * TerminalFixture.RING_BYTES));
    fixture.loop.run();
    assertThat(fixture.pty.unread()).isPositive();
    RecordingSink desktop = desktop();
    assertThat(desktop.attachment().resumed()).isTrue();
  }

  @Test
  void aSignalThatTheSystemRefusesIsSaidToWhoCanHearIt() {
    RecordingSink desktop = desktop();
    fixture.pty.signalAllowed = false;
    terminal.onSignal(viewer(1), desktop, TerminalSignal.TERM);
    assertThat(desktop.closed).isFalse();
    assertFault(FaultCode.PERMISSION_DENIED, () -> terminal.signal(TerminalSignal.TERM));
  }

  // ---- whatever happens

  /** One viewer as a client has it. */
  private static final class Client {
    final int number;
    ViewerRole role = ViewerRole.READ_WRITE;
    long epoch;
    long typed;
    WindowSize own = TerminalFixture.SIZE;
    @Nullable RecordingSink sink;

    Client(int number) {
      this.number = number;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyViewerEndsUpDrawingTheSizeThatTheTerminalHas(long seed) {
    Random random = new Random(seed);
    List<Client> clients = new ArrayList<>();
    for (int number = 1; number <= 4; number++) {
      clients.add(new Client(number));
    }
    for (int step = 0; step < 2_000; step++) {
      act(random, clients.get(random.nextInt(clients.size())));
      WindowSize now = terminal.info().size();
      boolean someoneHas =
          clients.stream()
              .filter(client -> client.sink != null && client.role == ViewerRole.READ_WRITE)
              .anyMatch(client -> client.own.columns() == now.columns());
      boolean writers =
          clients.stream()
              .anyMatch(client -> client.sink != null && client.role == ViewerRole.READ_WRITE);
      if (terminal.info().sizePolicy() == SizePolicy.SMALLEST && writers) {
        assertThat(someoneHas).isTrue();
      }
    }
    for (Client client : clients) {
      RecordingSink sink = client.sink;
      if (sink != null) {
        sink.ready = true;
        terminal.onCredit(viewer(client.number), sink, Long.MAX_VALUE);
      }
    }
    fixture.loop.run();
    for (Client client : clients) {
      RecordingSink sink = client.sink;
      if (sink != null) {
        assertThat(sink.size).as("viewer %d", client.number).isEqualTo(terminal.info().size());
        assertThat(sink.log.getFirst()).isEqualTo("opened");
      }
    }
    assertThat(fixture.pty.sizes.isEmpty() ? TerminalFixture.SIZE : fixture.pty.sizes.getLast())
        .isEqualTo(terminal.info().size());
  }

  private void act(Random random, Client client) {
    RecordingSink sink = client.sink;
    if (sink == null) {
      client.role = random.nextInt(4) == 0 ? ViewerRole.READ_ONLY : ViewerRole.READ_WRITE;
      client.own = size(random);
      RecordingSink fresh =
          attach(client.number, ++client.epoch, client.own, client.role, null, 4096);
      client.typed = fresh.attachment().inputOffset();
      client.sink = fresh;
      return;
    }
    boolean writes = client.role == ViewerRole.READ_WRITE;
    switch (random.nextInt(8)) {
      case 0 -> {
        terminal.onCut(viewer(client.number), sink);
        client.sink = null;
      }
      case 1 -> {
        terminal.onDetach(viewer(client.number), sink);
        client.sink = null;
        client.epoch = 0;
      }
      case 2, 3 -> {
        if (writes) {
          client.own = size(random);
          sink.size = client.own;
          terminal.onResize(viewer(client.number), sink, client.own);
        }
      }
      case 4 -> {
        if (writes) {
          fixture.type(client.number, sink, client.typed++, bytes("k"));
        }
      }
      case 5 -> {
        if (writes) {
          terminal.onSizePolicy(
              viewer(client.number),
              sink,
              random.nextBoolean() ? SizePolicy.ACTIVE : SizePolicy.SMALLEST);
        }
      }
      case 6 -> {
        sink.ready = !sink.ready;
        terminal.onSinkReady(viewer(client.number), sink);
      }
      default -> {
        fixture.pty.print(pattern(0, random.nextInt(3_000)));
        terminal.onCredit(viewer(client.number), sink, sink.end() + random.nextInt(8_000));
        fixture.ack(client.number, sink, Objects.requireNonNull(sink).attachment().outputOffset());
      }
    }
  }

  private static WindowSize size(Random random) {
    return new WindowSize(20 + random.nextInt(5) * 20, 10 + random.nextInt(4) * 10);
  }
}
