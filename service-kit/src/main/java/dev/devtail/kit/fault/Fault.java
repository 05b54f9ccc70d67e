package dev.devtail.kit.fault;

import java.time.Duration;

/**
 * A failure that a caller is told about: a code from the closed list and one plain sentence that
 * says what to do. It carries no stack trace: it is an answer, not a bug.
 */
public final class Fault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final FaultCode code;
  private final String field;
  private final Duration retryAfter;

  public Fault(FaultCode code, String message) {
    this(code, message, "", Duration.ZERO);
  }

  /**
   * @param field path of the field at fault, empty if none
   * @param retryAfter when to come back, zero if the caller's own backoff is to decide
   */
  public Fault(FaultCode code, String message, String field, Duration retryAfter) {
    super(message, null, false, false);
    this.code = code;
    this.field = field;
    this.retryAfter = retryAfter;
  }

  /** A field that breaks its rule. The message says {@code field: value (expected: rule)}. */
  public static Fault invalid(String field, Object value, String expected) {
    String message = "%s: %s (expected: %s)".formatted(field, value, expected);
    return new Fault(FaultCode.INVALID_ARGUMENT, message, field, Duration.ZERO);
  }

  public static Fault notFound(String what, String id) {
    return new Fault(FaultCode.NOT_FOUND, "There is no %s %s.".formatted(what, id));
  }

  public static Fault unavailable(String message, Duration retryAfter) {
    return new Fault(FaultCode.UNAVAILABLE, message, "", retryAfter);
  }

  public FaultCode code() {
    return code;
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  public String field() {
    return field;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
