package dev.devtail.terminal.pty;

/** A system call that failed. */
final class SystemCallException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  static final int ESRCH = 3;

  private final int errno;

  SystemCallException(String call, int errno) {
    super(call + " failed with errno " + errno);
    this.errno = errno;
  }

  int errno() {
    return errno;
  }
}
