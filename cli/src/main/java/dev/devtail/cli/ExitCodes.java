package dev.devtail.cli;

import dev.devtail.protocol.v1.ErrorCode;

/** What the command's exit codes mean; numbers as in BSD's {@code sysexits.h}. */
public final class ExitCodes {

  public static final int OK = 0;

  /** What was looked for does not hold: a rule is broken, bytes were lost, a file has changed. */
  public static final int FAILED = 1;

  public static final int USAGE = 64;
  public static final int NOT_FOUND = 66;
  public static final int UNAVAILABLE = 69;
  public static final int INTERNAL = 70;
  public static final int CANNOT_START = 71;
  public static final int REFUSED = 77;

  private ExitCodes() {}

  static int of(ErrorCode code) {
    return switch (code) {
      case ERROR_CODE_UNAUTHENTICATED, ERROR_CODE_PERMISSION_DENIED -> REFUSED;
      case ERROR_CODE_NOT_FOUND, ERROR_CODE_ENDED -> NOT_FOUND;
      case ERROR_CODE_INVALID_ARGUMENT, ERROR_CODE_OFFSET_OUT_OF_RANGE -> USAGE;
      case ERROR_CODE_START_FAILED, ERROR_CODE_RESOURCE_EXHAUSTED -> CANNOT_START;
      case ERROR_CODE_CONFLICT -> FAILED;
      case ERROR_CODE_UNAVAILABLE, ERROR_CODE_TIMEOUT, ERROR_CODE_RATE_LIMITED -> UNAVAILABLE;
      case ERROR_CODE_UNSPECIFIED,
          ERROR_CODE_PROTOCOL_VIOLATION,
          ERROR_CODE_UNSUPPORTED_VERSION,
          ERROR_CODE_FRAME_TOO_LARGE,
          ERROR_CODE_UNKNOWN_CHANNEL,
          ERROR_CODE_CHANNEL_IN_USE,
          ERROR_CODE_STALE_EPOCH,
          ERROR_CODE_INTERNAL,
          UNRECOGNIZED ->
          INTERNAL;
    };
  }
}
