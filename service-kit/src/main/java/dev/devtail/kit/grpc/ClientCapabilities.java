package dev.devtail.kit.grpc;

import dev.devtail.protocol.v1.Compression;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Arrays;

/**
 * What a gateway has agreed upon with the client at the other end of a stream.
 *
 * @param compression what its output may be compressed with, if it asks for that
 */
public record ClientCapabilities(Compression compression) {

  private static final ClientCapabilities NONE =
      new ClientCapabilities(Compression.COMPRESSION_NONE);

  private static final Metadata.Key<String> COMPRESSION =
      Metadata.Key.of("devtail-compression", Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<ClientCapabilities> CURRENT =
      Context.keyWithDefault("devtail-capabilities", NONE);

  /** As headers of the stream. */
  public Metadata toHeaders() {
    Metadata headers = new Metadata();
    if (compression != Compression.COMPRESSION_NONE) {
      headers.put(COMPRESSION, compression.name());
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
      String stated = headers.get(COMPRESSION);
      if (stated == null) {
        return next.startCall(call, headers);
      }
      ClientCapabilities capabilities = new ClientCapabilities(known(stated));
      Context context = Context.current().withValue(CURRENT, capabilities);
      return Contexts.interceptCall(context, call, headers, next);
    }

    /** A later gateway may know more than this service. */
    private static Compression known(String name) {
      return Arrays.stream(Compression.values())
          .filter(compression -> compression.name().equals(name))
          .findFirst()
          .orElse(Compression.COMPRESSION_NONE);
    }
  }
}
