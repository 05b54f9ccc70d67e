package dev.devtail.kit.grpc;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;

/** Lets no call in without a valid identity, and puts it into the call's context. */
public final class IdentityServerInterceptor implements ServerInterceptor {

  static final Metadata.Key<String> IDENTITY =
      Metadata.Key.of("devtail-identity", Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<Identity> CURRENT = Context.key("devtail-identity");

  /** Probes ask without an identity; the answer tells no more than up or down. */
  private static final String HEALTH_SERVICE = "grpc.health.v1.Health";

  private final IdentityTokens tokens;

  public IdentityServerInterceptor(IdentityTokens tokens) {
    this.tokens = tokens;
  }

  /** The identity of the call that is being started on this thread. Read it before going async. */
  public static Identity current() {
    Identity identity = CURRENT.get();
    if (identity == null) {
      throw new Fault(FaultCode.UNAUTHENTICATED, "This call carries no identity.");
    }
    return identity;
  }

  /**
   * @throws Fault PERMISSION_DENIED unless the caller is a service
   */
  public static void requireService() {
    if (current().role() != Identity.Role.SERVICE) {
      throw new Fault(FaultCode.PERMISSION_DENIED, "Only services may call this.");
    }
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    if (HEALTH_SERVICE.equals(call.getMethodDescriptor().getServiceName())) {
      return next.startCall(call, headers);
    }
    String token = headers.get(IDENTITY);
    try {
      if (token == null) {
        throw new Fault(FaultCode.UNAUTHENTICATED, "This call carries no identity.");
      }
      Context context = Context.current().withValue(CURRENT, tokens.verify(token));
      return Contexts.interceptCall(context, call, headers, next);
    } catch (Fault fault) {
      StatusRuntimeException refused = Faults.toStatus(fault);
      Metadata trailers = refused.getTrailers();
      call.close(refused.getStatus(), trailers == null ? new Metadata() : trailers);
      return new ServerCall.Listener<>() {};
    }
  }
}
