package dev.devtail.gateway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.devtail.kit.frame.FrameHead;
import dev.devtail.protocol.v1.Data;
import dev.devtail.protocol.v1.Fragment;
import dev.devtail.protocol.v1.Frame;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxTest {

  private static final int WRITABILITY = 1;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Outbox outbox = new Outbox(channel);

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void toAClientThatReadsEverythingGoesAtOnce() {
    Source terminal = new Source(1);

    assertThat(outbox.send(terminal, frame(1, 10))).isTrue();
    assertThat(sent()).hasSize(1);
    assertThat(terminal.written).isZero();
  }

  @Test
  void whatWaitsIsToldWhenItIsOnItsWay() {
    Source terminal = new Source(1);
    clientReads(false);

    assertThat(outbox.send(terminal, frame(1, 10))).isFalse();
    assertThat(terminal.written).isZero();
    clientReads(true);

    assertThat(terminal.written).isOne();
    assertThat(sent()).hasSize(1);
  }

  @Test
  void theEchoOfAKeyOvertakesAFlood() throws Exception {
    Source flood = new Source(1);
    Source shell = new Source(2);
    clientReads(false);
    for (int i = 0; i < 10; i++) {
      outbox.send(flood, frame(1, 16 * 1024));
    }
    outbox.send(shell, frame(2, 5));
    clientReads(true);

    List<Frame> sent = sent();
    assertThat(sent.get(1).getChannel()).isEqualTo(2);
    assertThat(sent).hasSize(11);
  }

  @Test
  void aLongReplyIsOvertakenByWhatComesWhileItGoes() throws Exception {
    outbox.permitFragments();
    clientReads(false);
    byte[] reply = frame(0, 100 * 1024);
    outbox.reply(reply, () -> {});
    outbox.send(new Source(1), frame(1, 5));
    outbox.reply(frame(0, 20), () -> {});
    clientReads(true);

    List<Frame> sent = sent();
    assertThat(sent.get(0).hasFragment()).isTrue();
    assertThat(sent.subList(1, 3)).noneMatch(Frame::hasFragment);
    assertThat(assembled(sent)).contains(Frame.parseFrom(reply));
  }

  @Test
  void aLongReplyGoesInFragmentsAlsoWhenNothingWaits() throws Exception {
    outbox.permitFragments();
    byte[] reply = frame(0, 5 * Outbox.TURN_BYTES / 2);

    outbox.reply(reply, () -> {});

    List<Frame> sent = sent();
    assertThat(sent).hasSize(3).allMatch(Frame::hasFragment);
    assertThat(assembled(sent)).containsExactly(Frame.parseFrom(reply));
  }

  @Test
  void aClientThatDoesNotKnowFragmentsGetsNone() {
    outbox.reply(frame(0, 20 * 1024), () -> {});

    assertThat(sent()).hasSize(1).noneMatch(Frame::hasFragment);
  }

  @Test
  void theLastOfAChannelComesAfterWhatWaits() {
    clientReads(false);
    outbox.send(new Source(1), frame(1, 10));
    outbox.sendLast(1, frame(1, 0));
    clientReads(true);

    assertThat(sent())
        .extracting(frame -> frame.getData().getPayload().size())
        .containsExactly(10, 0);
  }

  @Test
  void pongsOvertakeWhatWaits() {
    clientReads(false);
    outbox.send(new Source(1), frame(1, 10));
    outbox.sendFirst(frame(0, 1));
    clientReads(true);

    assertThat(sent()).extracting(Frame::getChannel).containsExactly(0, 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyChannelGetsItsFramesInOrderAndItsShare(long seed) throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    outbox.permitFragments();
    Map<Integer, List<Frame>> expected = new LinkedHashMap<>();
    List<Source> sources = List.of(new Source(1), new Source(2), new Source(3));
    List<Frame> sent = new ArrayList<>();
    for (int round = 0; round < 40; round++) {
      clientReads(random.nextInt(3) == 0);
      for (int i = 0; i < 5; i++) {
        Source source = sources.get(random.nextInt(sources.size()));
        byte[] frame = frame(source.number(), random.nextInt(40_000));
        expected
            .computeIfAbsent(source.number(), none -> new ArrayList<>())
            .add(Frame.parseFrom(frame));
        outbox.send(source, frame);
      }
      sent.addAll(sent());
    }
    clientReads(true);
    sent.addAll(sent());

    Map<Integer, List<Frame>> received = new LinkedHashMap<>();
    assembled(sent)
        .forEach(
            frame ->
                received.computeIfAbsent(frame.getChannel(), none -> new ArrayList<>()).add(frame));
    assertThat(received).isEqualTo(expected);
  }

  @Test
  void twoFloodsShareTheLink() throws Exception {
    outbox.permitFragments();
    clientReads(false);
    for (int i = 0; i < 8; i++) {
      outbox.send(new Source(1), frame(1, 64 * 1024));
    }
    for (int i = 0; i < 512; i++) {
      outbox.send(new Source(2), frame(2, 1000));
    }
    clientReads(true);

    long one = 0;
    long other = 0;
    for (Frame frame : sent()) {
      if (frame.hasFragment()) {
        one += frame.getSerializedSize();
      } else {
        other += frame.getSerializedSize();
      }
      if (other < 500 * 1000) {
        assertThat(Math.abs(one - other)).isLessThan(2 * Outbox.TURN_BYTES);
      }
    }
  }

  private void clientReads(boolean reads) {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(WRITABILITY, reads);
    channel.runPendingTasks();
    if (reads) {
      outbox.drain();
    }
  }

  private List<Frame> sent() {
    List<Frame> frames = new ArrayList<>();
    BinaryWebSocketFrame message = channel.readOutbound();
    while (message != null) {
      try {
        frames.add(Frame.parseFrom(ByteBufUtil.getBytes(message.content())));
      } catch (InvalidProtocolBufferException malformed) {
        throw new AssertionError(malformed);
      } finally {
        message.release();
      }
      message = channel.readOutbound();
    }
    return frames;
  }

  private static List<Frame> assembled(List<Frame> sent) throws InvalidProtocolBufferException {
    List<Frame> frames = new ArrayList<>();
    Map<Integer, ByteString> begun = new LinkedHashMap<>();
    for (Frame frame : sent) {
      if (!frame.hasFragment()) {
        frames.add(frame);
        continue;
      }
      Fragment fragment = frame.getFragment();
      begun.merge(fragment.getId(), fragment.getPayload(), ByteString::concat);
      if (fragment.getLast()) {
        frames.add(Frame.parseFrom(begun.remove(fragment.getId())));
      }
    }
    assertThat(begun).isEmpty();
    return frames;
  }

  private static byte[] frame(int channel, int bytes) {
    return Frame.newBuilder()
        .setChannel(channel)
        .setData(Data.newBuilder().setOffset(1).setPayload(ByteString.copyFrom(new byte[bytes])))
        .build()
        .toByteArray();
  }

  private static final class Source implements EdgeChannel {

    private final int number;
    int written;

    Source(int number) {
      this.number = number;
    }

    @Override
    public int number() {
      return number;
    }

    @Override
    public void fromClient(FrameHead head, byte[] frame) {
      throw new AssertionError("nothing comes from a client here");
    }

    @Override
    public boolean isBlocked() {
      return false;
    }

    @Override
    public void onWritten() {
      written++;
    }

    @Override
    public void cut() {
      // Nothing is behind it.
    }
  }
}
