package dev.devtail.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.devtail.client.ScriptedTransport.Attempt;
import dev.devtail.protocol.v1.Ack;
import dev.devtail.protocol.v1.AttachTerminal;
import dev.devtail.protocol.v1.Credit;
import dev.devtail.protocol.v1.Data;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.Exited;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Frame.KindCase;
import dev.devtail.protocol.v1.Screen;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.Welcome;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The client against a gateway and a terminal modelled as small as they can be, over a link that is
 * cut at any moment: nothing is lost and nothing doubled, in either direction.
 */
class RandomCutsTest {

  private static final int STEPS = 4_000;
  private static final int WINDOW = 16_384;
  private static final int INPUT_WINDOW = 10_000;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  private final ClientFixture fixture = new ClientFixture();

  // The terminal.
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private long sent;
  private long limit;
  private long epoch;
  private int channel;
  private boolean attached;

  // The link.
  private @Nullable Attempt current;
  private int taken;
  private final ArrayDeque<Frame> toClient = new ArrayDeque<>();

  // The client's user.
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final ByteArrayOutputStream typed = new ByteArrayOutputStream();
  private final List<CompletableFuture<?>> writes = new ArrayList<>();

  private final TerminalListener listener =
      new TerminalListener() {
        @Override
        public void onScreen(Screen piece) {
          throw new AssertionError("a screen");
        }

        @Override
        public void onOutput(long offset, byte[] bytes) {
          assertThat(offset).isEqualTo(shown.size());
          shown.writeBytes(bytes);
        }

        @Override
        public void onInputLost(long bytes) {
          throw new AssertionError("input lost");
        }

        @Override
        public void onExited(Exited exited) {}

        @Override
        public void onClosed(@Nullable Error error) {
          throw new AssertionError("closed");
        }
      };

  private void serve(Frame frame) {
    switch (frame.getKindCase()) {
      case HELLO ->
          toClient.add(
              Frame.newBuilder()
                  .setWelcome(Welcome.newBuilder().setVersion(1).setHeartbeatIntervalMs(3_600_000))
                  .build());
      case OPEN -> attach(frame);
      case DATA -> input(frame.getData());
      case ACK -> assertThat(frame.getAck().getOffset()).isLessThanOrEqualTo(sent);
      case CREDIT -> limit = Math.max(limit, frame.getCredit().getLimit());
      default -> throw new AssertionError("unexpected " + frame.getKindCase());
    }
  }

  private void attach(Frame frame) {
    AttachTerminal open = frame.getOpen().getTerminal();
    assertThat(open.getEpoch()).isGreaterThan(epoch);
    epoch = open.getEpoch();
    assertThat(open.getResume().getIncarnation()).isEqualTo(ClientFixture.INCARNATION);
    assertThat(open.getResume().getOutputOffset()).isBetween(0L, (long) printed.size());
    channel = frame.getChannel();
    attached = true;
    sent = open.getResume().getOutputOffset();
    limit = sent + open.getWindowBytes();
    toClient.add(
        ClientFixture.opened(channel, true, sent, read.size(), read.size() + INPUT_WINDOW).build());
  }

  private void input(Data data) {
    assertThat(data.getOffset()).isLessThanOrEqualTo(read.size());
    assertThat(data.getAck()).isLessThanOrEqualTo(sent);
    int known = (int) (read.size() - data.getOffset());
    byte[] bytes = data.getPayload().toByteArray();
    if (known < bytes.length) {
      read.write(bytes, known, bytes.length - known);
    }
  }

  private void sendOutput(Random random) {
    int length = (int) Math.min(random.nextInt(5_000), Math.min(printed.size(), limit) - sent);
    if (!attached || length <= 0) {
      return;
    }
    // Now and then some of it comes again.
    long from = Math.max(0, sent - random.nextInt(100));
    byte[] piece = Arrays.copyOfRange(printed.toByteArray(), (int) from, (int) sent + length);
    sent += length;
    toClient.add(
        Frame.newBuilder()
            .setChannel(channel)
            .setData(
                Data.newBuilder()
                    .setOffset(from)
                    .setAck(random.nextBoolean() ? read.size() : 0)
                    .setPayload(ByteString.copyFrom(piece)))
            .build());
  }

  private void grantInput() {
    if (attached) {
      toClient.add(
          Frame.newBuilder()
              .setChannel(channel)
              .setAck(Ack.newBuilder().setOffset(read.size()))
              .build());
      toClient.add(
          Frame.newBuilder()
              .setChannel(channel)
              .setCredit(Credit.newBuilder().setLimit(read.size() + INPUT_WINDOW))
              .build());
    }
  }

  /** Takes up the newest attempt of the client, if it made one. */
  private void link() {
    Attempt newest = fixture.attempt();
    if (newest != current) {
      current = newest;
      taken = 0;
      attached = false;
      toClient.clear();
      newest.listener.onOpen();
    }
    fixture.loop.run();
  }

  private void deliverToServer(int most) {
    Attempt link = current;
    for (int i = 0; link != null && i < most && taken < link.sent.size(); i++) {
      serve(link.sent.get(taken++));
    }
  }

  private void deliverToClient(int most) {
    Attempt link = current;
    for (int i = 0; link != null && i < most && !toClient.isEmpty(); i++) {
      link.listener.onMessage(toClient.remove().toByteArray());
    }
    fixture.loop.run();
  }

  private void cut() {
    Attempt link = current;
    if (link != null) {
      attached = false;
      toClient.clear();
      link.listener.onClosed("cut");
      fixture.loop.advance(Duration.ofSeconds(11));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothingIsLostAndNothingDoubled(long seed) {
    Random random = new Random(seed);
    Terminal started =
        Terminal.newBuilder().setId("t").setIncarnation(ClientFixture.INCARNATION).build();
    TerminalAttachment attachment =
        fixture.connection.attachFromStart(started, ClientFixture.SIZE, WINDOW, listener);
    fixture.start();
    for (int step = 0; step < STEPS; step++) {
      link();
      switch (random.nextInt(10)) {
        case 0 -> printed.writeBytes(random(random, 4_000));
        case 1 -> {
          byte[] bytes = random(random, 6_000);
          typed.writeBytes(bytes);
          writes.add(attachment.write(bytes));
        }
        case 2, 3 -> deliverToServer(random.nextInt(6));
        case 4, 5 -> deliverToClient(random.nextInt(6));
        case 6 -> sendOutput(random);
        case 7 -> attachment.consumed(shown.size());
        case 8 -> grantInput();
        default -> {
          if (random.nextInt(12) == 0) {
            cut();
          }
        }
      }
      fixture.loop.run();
    }
    for (int round = 0; round < 2_000; round++) {
      link();
      deliverToServer(Integer.MAX_VALUE);
      sendOutput(random);
      grantInput();
      deliverToClient(Integer.MAX_VALUE);
      attachment.consumed(shown.size());
      fixture.loop.advance(Duration.ofMillis(20));
    }
    assertThat(shown.toByteArray()).isEqualTo(printed.toByteArray());
    assertThat(read.toByteArray()).isEqualTo(typed.toByteArray());
    assertThat(writes).allMatch(CompletableFuture::isDone);
    assertThat(fixture.transport.attempts.getLast().sent(KindCase.HELLO)).hasSize(1);
  }

  private static byte[] random(Random random, int most) {
    byte[] bytes = new byte[random.nextInt(most)];
    random.nextBytes(bytes);
    return bytes;
  }
}
