package dev.devtail.client;

/** What was said to be compressed is not. */
final class MalformedPieceException extends Exception {

  private static final long serialVersionUID = 1;

  MalformedPieceException(String message) {
    super(message);
  }
}
