package dev.devtail.router.role;

import dev.devtail.router.role.RunState.Ended;
import dev.devtail.router.role.RunState.Ending;

/** The run cannot go on; it says how it ended. */
final class RunOverException extends RuntimeException {

  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // never written
  private final Ended ended;

  RunOverException(Ending ending, String reason) {
    super(reason, null, false, false);
    this.ended = new Ended(ending, reason);
  }

  Ended ended() {
    return ended;
  }
}
