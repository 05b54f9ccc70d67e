package dev.devtail.kit.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where failures are mapped: {@link Fault} to the protocol's {@link Error} and to a
 * gRPC status, and back. What is not a fault is a bug: it is logged with an id, and only the id
 * goes out.
 */
public final class Faults {

  private static final Logger log = LoggerFactory.getLogger(Faults.class);

  /** The whole {@link Error} beside the status. */
  static final Metadata.Key<byte[]> ERROR =
      Metadata.Key.of("devtail-error-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private Faults() {}

  public static Error toError(Throwable thrown) {
    Fault fault = toFault(thrown);
    return Error.newBuilder()
        .setCode(errorCode(fault.code()))
        .setMessage(fault.message())
        .setField(fault.field())
        .setRetryAfterMs((int) Math.min(fault.retryAfter().toMillis(), Integer.MAX_VALUE))
        .build();
  }

  /** What a caller is told of any failure, also one that came over gRPC. */
  public static Fault toFault(Throwable thrown) {
    return switch (thrown) {
      case Fault fault -> fault;
      case StatusRuntimeException e -> ofStatus(e.getStatus(), e.getTrailers());
      case StatusException e -> ofStatus(e.getStatus(), e.getTrailers());
      default -> {
        String id = UUID.randomUUID().toString();
        log.error("unexpected failure id={}", id, thrown);
        yield new Fault(
            FaultCode.INTERNAL, "DevTail failed; look for " + id + " in the service's log.");
      }
    };
  }

  public static StatusRuntimeException toStatus(Throwable thrown) {
    Fault fault = toFault(thrown);
    Metadata trailers = new Metadata();
    trailers.put(ERROR, toError(fault).toByteArray());
    return grpcStatus(fault.code()).withDescription(fault.message()).asRuntimeException(trailers);
  }

  private static Fault ofStatus(Status status, @Nullable Metadata trailers) {
    byte[] bytes = trailers == null ? null : trailers.get(ERROR);
    if (bytes != null) {
      try {
        Error error = Error.parseFrom(bytes);
        return new Fault(
            faultCode(error.getCode()),
            error.getMessage(),
            error.getField(),
            Duration.ofMillis(error.getRetryAfterMs()));
      } catch (InvalidProtocolBufferException e) {
        log.warn("unreadable error from a service status={}", status.getCode());
      }
    }
    return switch (status.getCode()) {
      case DEADLINE_EXCEEDED ->
          new Fault(FaultCode.TIMEOUT, "A part behind the gateway did not answer in time.");
      case RESOURCE_EXHAUSTED ->
          new Fault(FaultCode.RESOURCE_EXHAUSTED, "A message was too large for a service.");
      case UNAUTHENTICATED ->
          new Fault(FaultCode.UNAUTHENTICATED, "The identity of this call was refused.");
      default -> {
        log.warn(
            "a service cannot be reached status={} says={} cause={}",
            status.getCode(),
            status.getDescription(),
            String.valueOf(status.getCause()));
        yield new Fault(
            FaultCode.UNAVAILABLE, "A part behind the gateway cannot be reached; try again.");
      }
    };
  }

  public static ErrorCode errorCode(FaultCode code) {
    return switch (code) {
      case UNAUTHENTICATED -> ErrorCode.ERROR_CODE_UNAUTHENTICATED;
      case PERMISSION_DENIED -> ErrorCode.ERROR_CODE_PERMISSION_DENIED;
      case NOT_FOUND -> ErrorCode.ERROR_CODE_NOT_FOUND;
      case INVALID_ARGUMENT -> ErrorCode.ERROR_CODE_INVALID_ARGUMENT;
      case PROTOCOL_VIOLATION -> ErrorCode.ERROR_CODE_PROTOCOL_VIOLATION;
      case UNSUPPORTED_VERSION -> ErrorCode.ERROR_CODE_UNSUPPORTED_VERSION;
      case FRAME_TOO_LARGE -> ErrorCode.ERROR_CODE_FRAME_TOO_LARGE;
      case UNKNOWN_CHANNEL -> ErrorCode.ERROR_CODE_UNKNOWN_CHANNEL;
      case CHANNEL_IN_USE -> ErrorCode.ERROR_CODE_CHANNEL_IN_USE;
      case STALE_EPOCH -> ErrorCode.ERROR_CODE_STALE_EPOCH;
      case OFFSET_OUT_OF_RANGE -> ErrorCode.ERROR_CODE_OFFSET_OUT_OF_RANGE;
      case RESOURCE_EXHAUSTED -> ErrorCode.ERROR_CODE_RESOURCE_EXHAUSTED;
      case RATE_LIMITED -> ErrorCode.ERROR_CODE_RATE_LIMITED;
      case UNAVAILABLE -> ErrorCode.ERROR_CODE_UNAVAILABLE;
      case ENDED -> ErrorCode.ERROR_CODE_ENDED;
      case START_FAILED -> ErrorCode.ERROR_CODE_START_FAILED;
      case TIMEOUT -> ErrorCode.ERROR_CODE_TIMEOUT;
      case INTERNAL -> ErrorCode.ERROR_CODE_INTERNAL;
      case CONFLICT -> ErrorCode.ERROR_CODE_CONFLICT;
    };
  }

  /** A code that this build does not know, or none, is INTERNAL: the peer broke the closed list. */
  public static FaultCode faultCode(ErrorCode code) {
    for (FaultCode candidate : FaultCode.values()) {
      if (errorCode(candidate) == code) {
        return candidate;
      }
    }
    return FaultCode.INTERNAL;
  }

  private static Status grpcStatus(FaultCode code) {
    return switch (code) {
      case UNAUTHENTICATED -> Status.UNAUTHENTICATED;
      case PERMISSION_DENIED -> Status.PERMISSION_DENIED;
      case NOT_FOUND, UNKNOWN_CHANNEL, ENDED -> Status.NOT_FOUND;
      case INVALID_ARGUMENT, PROTOCOL_VIOLATION, UNSUPPORTED_VERSION, FRAME_TOO_LARGE ->
          Status.INVALID_ARGUMENT;
      case CHANNEL_IN_USE -> Status.ALREADY_EXISTS;
      case STALE_EPOCH, START_FAILED -> Status.FAILED_PRECONDITION;
      case OFFSET_OUT_OF_RANGE -> Status.OUT_OF_RANGE;
      case RESOURCE_EXHAUSTED, RATE_LIMITED -> Status.RESOURCE_EXHAUSTED;
      case UNAVAILABLE -> Status.UNAVAILABLE;
      case TIMEOUT -> Status.DEADLINE_EXCEEDED;
      case INTERNAL -> Status.INTERNAL;
      case CONFLICT -> Status.ABORTED;
    };
  }
}
