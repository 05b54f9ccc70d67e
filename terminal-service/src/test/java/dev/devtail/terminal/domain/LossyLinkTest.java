package dev.devtail.terminal.domain;

import static dev.devtail.terminal.domain.TerminalFixture.at;
import static dev.devtail.terminal.domain.TerminalFixture.viewer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.devtail.kit.fault.Fault;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A viewer, modelled as small as it can be, over a link that is cut at any moment and then loses
 * what was under way: nothing may be lost and nothing doubled, in either direction.
 */
class LossyLinkTest {

  private static final int STEPS = 3_000;
  private static final int WINDOW = 20_000;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  /** A link to the terminal: what is under way dies with it. */
  private final class Link implements ViewerSink {
    final ArrayDeque<Runnable> toClient = new ArrayDeque<>();
    final ArrayDeque<Runnable> toServer = new ArrayDeque<>();
    boolean ready = true;

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void opened(TerminalInfo terminal, Attachment how) {
      assertThat(how.resumed()).isTrue();
      toClient.add(() -> onOpened(how));
    }

    @Override
    public void screen(
        long offset, WindowSize size, byte[] dump, int start, int length, boolean last) {
      fail("a screen, though every byte was held back");
    }

    @Override
    public void resized(WindowSize size) {}

    @Override
    public void data(OutputRing output, long offset, int length, long ack) {
      int start = output.indexOf(offset);
      byte[] payload = Arrays.copyOfRange(output.chunkOf(offset), start, start + length);
      toClient.add(
          () -> {
            acked(ack);
            onData(offset, payload);
          });
    }

    @Override
    public void ack(long offset) {
      toClient.add(() -> acked(offset));
    }

    @Override
    public void credit(long limit) {
      toClient.add(() -> inputLimit = Math.max(inputLimit, limit));
    }

    @Override
    public void exited(@Nullable Exit exit, long finalOffset, boolean draining) {}

    @Override
    public void closed(@Nullable Fault why) {}
  }

  private final TerminalFixture fixture = new TerminalFixture();

  // The client.
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final ByteArrayOutputStream typed = new ByteArrayOutputStream();
  private long inputAcked;
  private long inputSent;
  private long inputLimit;
  private boolean opened;
  private long epoch;
  private @Nullable Link link;

  private void connect() {
    Link fresh = new Link();
    opened = false;
    link = fresh;
    AttachRequest request =
        new AttachRequest(
            viewer(1),
            ++epoch,
            ViewerRole.READ_WRITE,
            TerminalFixture.SIZE,
            at(received.size()),
            WINDOW,
            TerminalLimits.DEFAULT_SCREEN_BYTES);
    fresh.toServer.add(() -> fixture.terminal.attach(request, fresh));
  }

  private void onOpened(ViewerSink.Attachment how) {
    opened = true;
    assertThat(how.outputOffset()).isEqualTo(received.size());
    assertThat(how.inputOffset()).isBetween(inputAcked, (long) typed.size());
    inputAcked = how.inputOffset();
    inputSent = how.inputOffset();
    inputLimit = how.inputLimit();
  }

  private void acked(long offset) {
    assertThat(offset).isLessThanOrEqualTo(inputSent);
    inputAcked = Math.max(inputAcked, offset);
  }

  private void onData(long offset, byte[] payload) {
    long have = received.size();
    assertThat(offset).isLessThanOrEqualTo(have);
    int known = (int) (have - offset);
    if (known < payload.length) {
      received.write(payload, known, payload.length - known);
    }
  }

  private void sendInput(Link current, int most) {
    int length = (int) Math.min(most, Math.min(typed.size(), inputLimit) - inputSent);
    if (!opened || length <= 0) {
      return;
    }
    long from = inputSent;
    byte[] piece = Arrays.copyOfRange(typed.toByteArray(), (int) from, (int) from + length);
    long ack = received.size();
    inputSent += length;
    current.toServer.add(
        () -> fixture.terminal.onInput(viewer(1), current, from, ack, piece, 0, piece.length));
  }

  private void consume(Link current) {
    if (opened) {
      long have = received.size();
      current.toServer.add(
          () -> {
            fixture.terminal.onAck(viewer(1), current, have);
            fixture.terminal.onCredit(viewer(1), current, have + WINDOW);
          });
    }
  }

  private static void deliver(ArrayDeque<Runnable> queue, int most) {
    for (int i = 0; i < most && !queue.isEmpty(); i++) {
      queue.remove().run();
    }
  }

  private void step(Random random, Random content, ByteArrayOutputStream printed) {
    Link current = link;
    if (current == null) {
      if (random.nextInt(3) == 0) {
        connect();
      }
      return;
    }
    switch (random.nextInt(12)) {
      case 0 -> {
        byte[] output = randomText(content, random.nextInt(9_000));
        printed.writeBytes(output);
        fixture.pty.print(output);
      }
      case 1 -> typed.writeBytes(randomText(content, random.nextInt(8_000)));
      case 2, 3 -> sendInput(current, random.nextInt(20_000));
      case 4, 5 -> deliver(current.toServer, random.nextInt(5));
      case 6, 7 -> deliver(current.toClient, random.nextInt(5));
      case 8 -> consume(current);
      case 9 -> fixture.pty.accept(random.nextInt(6_000));
      case 10 -> {
        current.ready = random.nextBoolean();
        if (current.ready) {
          fixture.terminal.onSinkReady(viewer(1), current);
        }
      }
      default -> {
        if (random.nextInt(8) == 0) {
          link = null;
          // The service hears of it later, or only by the next attach.
          if (random.nextBoolean()) {
            fixture.terminal.onCut(viewer(1), current);
          }
        } else {
          fixture.loop.advance(Duration.ofMillis(random.nextInt(60)));
        }
      }
    }
    fixture.loop.run();
  }

  private static byte[] randomText(Random random, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (' ' + random.nextInt(95));
    }
    return bytes;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothingIsLostAndNothingDoubled(long seed) {
    Random random = new Random(seed);
    Random content = new Random(~seed);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    connect();
    for (int step = 0; step < STEPS; step++) {
      step(random, content, printed);
      // Never waited for so long that output is let go.
      if (link == null && random.nextInt(4) == 0) {
        connect();
      }
    }
    // At last the link holds and the program reads.
    fixture.pty.accept(Integer.MAX_VALUE);
    connect();
    Link last = link;
    assertThat(last).isNotNull();
    for (int round = 0; round < 200; round++) {
      deliver(last.toServer, Integer.MAX_VALUE);
      deliver(last.toClient, Integer.MAX_VALUE);
      sendInput(last, Integer.MAX_VALUE);
      consume(last);
      fixture.loop.advance(Duration.ofMillis(50));
    }
    assertThat(received.toByteArray()).isEqualTo(printed.toByteArray());
    assertThat(fixture.pty.input.toByteArray()).isEqualTo(typed.toByteArray());
    assertThat(inputAcked).isEqualTo(typed.size());
  }
}
