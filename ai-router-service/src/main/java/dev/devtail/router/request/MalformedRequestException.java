package dev.devtail.router.request;

/** The body is no request; the message says what is wrong, and where. */
public final class MalformedRequestException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public MalformedRequestException(String message) {
    super(message);
  }
}
