package dev.devtail.router.role;

/** A model has called a tool wrongly: it is told, and may do better. */
final class ToolMistakeException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ToolMistakeException(String message) {
    super(message, null, false, false);
  }

  String say() {
    return String.valueOf(getMessage());
  }
}
