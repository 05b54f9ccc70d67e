package dev.devtail.kit.grpc;

import dev.devtail.protocol.v1.Compression;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway has agreed upon with the client at the other end of a stream.
 *
 * @param compression what its output may be compressed with, if it asks for that
 * @param memoryBytes what it can hold of one terminal's screen, in bytes, unsigned; 0 if it has not
 *     said
 */
public record ClientCapabilities(Compression compression, long memoryBytes) {

  private static final ClientCapabilities NONE =
      new ClientCapabilities(Compression.COMPRESSION_NONE, 0);

  private static final Metadata.Key<String> COMPRESSION =
      Metadata.Key.of("devtail-compression", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> MEMORY_BYTES =
      Metadata.Key.of("devtail-memory-bytes", Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<ClientCapabilities> CURRENT =
      Context.keyWithDefault("devtail-capabilities", NONE);

  /** As headers of the stream. */
  public Metadata toHeaders() {
    Metadata headers = new Metadata();
    if (compression != Compression.COMPRESSION_NONE) {
      headers.put(COMPRESSION, compression.name());
    }
    if (memoryBytes != 0) {
      headers.put(MEMORY_BYTES, Long.toUnsignedString(memoryBytes));
    }
    return headers;
  }

  /** Those of the call that is being started on this thread. Read them before going async. */
  public static ClientCapabilities current() {
    return CURRENT.get();
  }

  /** Puts them into the context of each call. */
  public static ServerInterceptor interceptor() {
    return new Interceptor();
  }

  private static final class Interceptor implements ServerInterceptor {

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      ClientCapabilities capabilities =
          new ClientCapabilities(
              compression(headers.get(COMPRESSION)), memoryBytes(headers.get(MEMORY_BYTES)));
      if (capabilities.equals(NONE)) {
        return next.startCall(call, headers);
      }
      Context context = Context.current().withValue(CURRENT, capabilities);
      return Contexts.interceptCall(context, call, headers, next);
    }

    /** A later gateway may know more than this service. */
    private static Compression compression(@Nullable String name) {
      return Arrays.stream(Compression.values())
          .filter(compression -> compression.name().equals(name))
          .findFirst()
          .orElse(Compression.COMPRESSION_NONE);
    }

    private static long memoryBytes(@Nullable String number) {
      try {
        return number == null ? 0 : Long.parseUnsignedLong(number);
      } catch (NumberFormatException unknown) {
        return 0;
      }
    }
  }
}
