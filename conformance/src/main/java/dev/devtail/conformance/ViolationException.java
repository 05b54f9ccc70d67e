package dev.devtail.conformance;

/** A rule does not hold; the message says what was expected and what came. */
public final class ViolationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ViolationException(String message) {
    super(message);
  }
}
