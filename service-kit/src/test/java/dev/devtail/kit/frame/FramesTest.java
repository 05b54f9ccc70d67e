package dev.devtail.kit.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.devtail.protocol.service.v1.TerminalServiceGrpc;
import dev.devtail.protocol.v1.Close;
import dev.devtail.protocol.v1.Data;
import dev.devtail.protocol.v1.Frame;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames read and written by hand, against the generated classes. */
class FramesTest {

  private static final int RUNS = 200_000;

  private final Random random = new Random(11);

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, 16383, 16384, Integer.MAX_VALUE, Long.MAX_VALUE, -1})
  void varintsComeBack(long value) {
    byte[] out = new byte[Varints.MAX_BYTES];
    int end = Varints.put(out, 0, value);
    assertThat(end).isEqualTo(Varints.size(value));
    assertThat(Varints.get(out, 0, end)).isEqualTo(value);
    assertThat(Varints.end(out, 0, end)).isEqualTo(end);
    assertThatThrownBy(() -> Varints.get(out, 0, end - 1))
        .isInstanceOf(MalformedFrameException.class);
    assertThatThrownBy(() -> Varints.end(out, 0, end - 1))
        .isInstanceOf(MalformedFrameException.class);
  }

  @Test
  void theHeadIsReadInAnyOrderOfFields() {
    FrameHead close7 = new FrameHead(7, Frame.CLOSE_FIELD_NUMBER);
    assertThat(FrameHead.read(bytes(8, 7, 0x42, 0))).isEqualTo(close7);
    assertThat(FrameHead.read(bytes(0x42, 0, 8, 7))).isEqualTo(close7);
    // Unknown fields: number 20 as varint, fixed64, bytes and fixed32; channel as bytes.
    assertThat(
            FrameHead.read(
                bytes(
                    0xa0, 1, 5, 0xa1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0x42, 0, 0xa2, 1, 1, 9, 8, 7, 0xa5,
                    1, 0, 0, 0, 0, 0x0a, 0)))
        .isEqualTo(close7);
    assertThat(FrameHead.read(new byte[0])).isEqualTo(new FrameHead(0, 0));
  }

  @Test
  void whatIsNoFrameIsMalformed() {
    byte[][] malformed = {
      bytes(8),
      bytes(8, 0xff),
      bytes(0x42, 1),
      bytes(0x42, 0xff, 0xff, 0xff, 0xff, 7),
      bytes(0x42, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1),
      bytes(8, 0x80, 0x80, 0x80, 0x80, 8),
      bytes(0xa1, 1, 0),
      bytes(0xa5, 1, 0),
      bytes(0xa3, 1)
    };
    for (byte[] frame : malformed) {
      assertThatThrownBy(() -> FrameHead.read(frame)).isInstanceOf(MalformedFrameException.class);
    }
    assertThatThrownBy(() -> FrameBytes.parse(bytes(0x42, 1)))
        .isInstanceOf(MalformedFrameException.class);
  }

  /** Bytes that look like frames often enough. */
  private byte[] almostAFrame() {
    byte[] frame = new byte[random.nextInt(14)];
    random.nextBytes(frame);
    for (int i = 0; i < frame.length; i++) {
      if (random.nextInt(3) > 0) {
        frame[i] = (byte) (random.nextBoolean() ? random.nextInt(4) : 8 + 2 * random.nextInt(64));
      }
    }
    return frame;
  }

  @Test
  void randomBytesAreReadAsProtobufReadsThem() {
    int agreed = 0;
    for (int run = 0; run < RUNS; run++) {
      byte[] bytes = almostAFrame();
      try {
        FrameHead head = FrameHead.read(bytes);
        Frame frame = Frame.parseFrom(bytes);
        assertThat(head)
            .as("%s", ByteString.copyFrom(bytes))
            .isEqualTo(new FrameHead(frame.getChannel(), frame.getKindCase().getNumber()));
        agreed++;
      } catch (MalformedFrameException | InvalidProtocolBufferException malformed) {
        // Either may be the stricter one; nothing else may be thrown.
      }
    }
    assertThat(agreed).isGreaterThan(RUNS / 100);
  }

  @Test
  void randomBytesAreNoOtherDataThanProtobufReads() {
    for (int run = 0; run < RUNS; run++) {
      byte[] bytes = almostAFrame();
      try {
        DataFrame read = DataFrame.read(bytes);
        if (read != null) {
          assertSame(read, Frame.parseFrom(bytes).getData());
        }
      } catch (MalformedFrameException | InvalidProtocolBufferException malformed) {
        // Nothing else may be thrown.
      }
    }
  }

  private static void assertSame(DataFrame read, Data data) {
    assertThat(read.offset()).isEqualTo(data.getOffset());
    assertThat(read.ack()).isEqualTo(data.getAck());
    assertThat(ByteString.copyFrom(read.bytes(), read.start(), read.length()))
        .isEqualTo(data.getPayload());
  }

  @Test
  void dataIsWrittenAndReadAsTheGeneratedClassesDo() throws Exception {
    for (int run = 0; run < 5000; run++) {
      byte[] payload = new byte[1 + random.nextInt(300)];
      random.nextBytes(payload);
      int channel = random.nextInt() >>> 1 + random.nextInt(30);
      long offset = random.nextLong() >>> random.nextInt(64);
      long ack = random.nextLong() >>> random.nextInt(64);
      int start = random.nextInt(payload.length);
      int length = payload.length - start;
      byte[] encoded = DataFrame.encode(channel, offset, ack, payload, start, length);
      Frame expected =
          Frame.newBuilder()
              .setChannel(channel)
              .setData(
                  Data.newBuilder()
                      .setOffset(offset)
                      .setAck(ack)
                      .setPayload(ByteString.copyFrom(payload, start, length)))
              .build();
      assertThat(Frame.parseFrom(encoded)).isEqualTo(expected);
      for (byte[] bytes : new byte[][] {encoded, expected.toByteArray()}) {
        DataFrame read = DataFrame.read(bytes);
        if (read == null) {
          throw new AssertionError("not read: " + expected);
        }
        assertSame(read, expected.getData());
      }
    }
    assertThat(
            DataFrame.read(
                Frame.newBuilder().setClose(Close.getDefaultInstance()).build().toByteArray()))
        .isNull();
  }

  @Test
  void bytesAndFramesAreTheSameOnTheWire() throws Exception {
    Marshaller<byte[]> bytes =
        FrameBytes.method(TerminalServiceGrpc.getAttachMethod()).getRequestMarshaller();
    Marshaller<Frame> frames = TerminalServiceGrpc.getAttachMethod().getRequestMarshaller();
    Frame frame = Frame.newBuilder().setChannel(3).setClose(Close.getDefaultInstance()).build();
    byte[] encoded = frame.toByteArray();
    assertThat(bytes.parse(bytes.stream(encoded))).isSameAs(encoded);
    assertThat(bytes.parse(new ByteArrayInputStream(encoded))).isEqualTo(encoded);
    assertThat(bytes.parse(frames.stream(frame))).isEqualTo(encoded);
    assertThat(frames.parse(bytes.stream(encoded))).isEqualTo(frame);
    assertThat(bytes.stream(encoded).readAllBytes()).isEqualTo(encoded);
  }
}
