package dev.devtail.client;

import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;

/** An answer of the gateway that says no, by the closed list of errors. */
public final class DevtailException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Error error;

  public DevtailException(Error error) {
    super(error.getMessage(), null, false, false);
    this.error = error;
  }

  static DevtailException of(ErrorCode code, String message) {
    return new DevtailException(Error.newBuilder().setCode(code).setMessage(message).build());
  }

  public Error error() {
    return error;
  }

  public ErrorCode code() {
    return error.getCode();
  }
}
