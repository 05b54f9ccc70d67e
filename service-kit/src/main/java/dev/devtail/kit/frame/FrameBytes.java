package dev.devtail.kit.frame;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.devtail.protocol.v1.Frame;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Frames as they are on the wire. {@link #method} makes of a generated gRPC method of frames one of
 * byte arrays: the same bytes between the services, but a gateway need not parse what it passes on.
 */
public final class FrameBytes {

  private FrameBytes() {}

  /**
   * @throws MalformedFrameException if the bytes are no frame
   */
  public static Frame parse(byte[] frame) {
    try {
      return Frame.parseFrom(frame);
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedFrameException("no frame can be read from these bytes");
    }
  }

  public static MethodDescriptor<byte[], byte[]> method(MethodDescriptor<Frame, Frame> method) {
    return method.toBuilder(Marshaller.INSTANCE, Marshaller.INSTANCE).build();
  }

  private enum Marshaller implements MethodDescriptor.Marshaller<byte[]> {
    INSTANCE;

    @Override
    public InputStream stream(byte[] frame) {
      return new FrameStream(frame);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        // gRPC's streams know their length; readAllBytes would fill a buffer of 16 KB first.
        return stream instanceof FrameStream own
            ? own.frame
            : stream.readNBytes(stream.available());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Hands its array over as it is where both ends are in one process. */
  private static final class FrameStream extends ByteArrayInputStream
      implements Drainable, KnownLength {

    private final byte[] frame;

    FrameStream(byte[] frame) {
      super(frame);
      this.frame = frame;
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      int length = available();
      target.write(buf, pos, length);
      pos += length;
      return length;
    }
  }
}
