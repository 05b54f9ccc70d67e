package dev.devtail.kit.fault;

/** The closed list of errors; each stands for the protocol's {@code ErrorCode} of the same name. */
public enum FaultCode {
  UNAUTHENTICATED,
  PERMISSION_DENIED,
  NOT_FOUND,
  INVALID_ARGUMENT,
  PROTOCOL_VIOLATION,
  UNSUPPORTED_VERSION,
  FRAME_TOO_LARGE,
  UNKNOWN_CHANNEL,
  CHANNEL_IN_USE,
  STALE_EPOCH,
  OFFSET_OUT_OF_RANGE,
  RESOURCE_EXHAUSTED,
  RATE_LIMITED,
  UNAVAILABLE,
  ENDED,
  START_FAILED,
  TIMEOUT,
  INTERNAL,
  CONFLICT
}
