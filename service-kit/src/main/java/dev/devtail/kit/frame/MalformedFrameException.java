package dev.devtail.kit.frame;

/** Bytes that are no frame. Without a stack trace: it is the peer's mistake. */
public final class MalformedFrameException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MalformedFrameException(String message) {
    super(message, null, false, false);
  }
}
