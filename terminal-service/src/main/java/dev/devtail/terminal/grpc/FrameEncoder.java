package dev.devtail.terminal.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.devtail.kit.frame.DataFrame;
import dev.devtail.protocol.v1.Compression;
import dev.devtail.protocol.v1.Data;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Screen;
import dev.devtail.terminal.compression.Compressors;
import dev.devtail.terminal.compression.OutputCompressor;
import dev.devtail.terminal.domain.OutputRing;
import dev.devtail.terminal.domain.TerminalLoop;
import dev.devtail.terminal.domain.WindowSize;
import org.jspecify.annotations.Nullable;

/** Data and Screen frames of one channel, compressed where its viewer asked for that. */
final class FrameEncoder {

  private final Compressors compressors;
  private final Compression agreed;

  private int channel;
  private @Nullable OutputCompressor compressor;

  /** Offset of the first byte that the viewer has of the output, as far as this channel goes. */
  private long known;

  /**
   * @param agreed what the client understands and the gateway lets it have
   */
  FrameEncoder(Compressors compressors, Compression agreed) {
    this.compressors = compressors;
    this.agreed = agreed;
  }

  /**
   * @param compress whether the viewer asked for it
   */
  void open(int ofChannel, TerminalLoop loop, boolean compress) {
    channel = ofChannel;
    compressor = compress ? compressors.on(loop, agreed) : null;
  }

  Frame.Builder frame() {
    return Frame.newBuilder().setChannel(channel);
  }

  /** Output goes on from here, and nothing before it can serve as a dictionary. */
  void startAt(long offset) {
    known = offset;
  }

  byte[] data(OutputRing output, long offset, int length, long ack) {
    OutputCompressor mine = compressor;
    int compressed = mine == null ? 0 : mine.output(output, known, offset, length);
    return mine == null || compressed == 0
        ? DataFrame.encode(
            channel, offset, ack, output.chunkOf(offset), output.indexOf(offset), length)
        : frame()
            .setData(
                Data.newBuilder()
                    .setOffset(offset)
                    .setAck(ack)
                    .setPayload(view(mine.compressed(), 0, compressed))
                    .setUnpackedBytes(length))
            .build()
            .toByteArray();
  }

  Frame.Builder screen(
      long offset, WindowSize size, byte[] dump, int start, int length, boolean last) {
    startAt(offset);
    Screen.Builder piece =
        Screen.newBuilder()
            .setOffset(offset)
            .setSize(TerminalMessages.toMessage(size))
            .setLast(last);
    OutputCompressor mine = compressor;
    int compressed = mine == null ? 0 : mine.screen(dump, start, length);
    if (mine == null || compressed == 0) {
      piece.setPayload(view(dump, start, length));
    } else {
      piece.setPayload(view(mine.compressed(), 0, compressed)).setUnpackedBytes(length);
    }
    return frame().setScreen(piece);
  }

  /** Only until the frame is written. */
  private static ByteString view(byte[] bytes, int start, int length) {
    return UnsafeByteOperations.unsafeWrap(bytes, start, length);
  }
}
