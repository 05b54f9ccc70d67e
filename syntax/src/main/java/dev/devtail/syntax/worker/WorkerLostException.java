package dev.devtail.syntax.worker;

/** The worker has ended before it answered. */
final class WorkerLostException extends Exception {

  private static final long serialVersionUID = 1;

  private final boolean hasStarted;

  /**
   * @param hasStarted whether it was able to work; if not, no file is to blame
   */
  WorkerLostException(boolean hasStarted) {
    super("the parser's process has ended");
    this.hasStarted = hasStarted;
  }

  boolean hasStarted() {
    return hasStarted;
  }
}
