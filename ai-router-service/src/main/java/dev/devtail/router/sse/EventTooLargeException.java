package dev.devtail.router.sse;

/** An event is longer than anybody means it to be. */
public final class EventTooLargeException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public EventTooLargeException(int maxBytes) {
    super("an event of the stream has more than %d bytes".formatted(maxBytes));
  }
}
