package dev.devtail.router.relay;

import java.time.Duration;

/**
 * How long a provider is waited for.
 *
 * @param firstToken until the answer begins, where it comes in events
 * @param idle until more of it comes
 * @param answer until all of it is there, where it comes at once
 * @param patience until a provider may be asked again, where all have failed
 * @param hedge until the next one is asked as well, where the first has not begun; zero: never
 */
public record RelayTimes(
    Duration firstToken, Duration idle, Duration answer, Duration patience, Duration hedge) {

  /** With what one way has of its own. */
  RelayTimes at(Target target) {
    Duration own = target.deployment().limits().firstToken();
    return own == null ? this : new RelayTimes(own, idle, answer, patience, hedge);
  }
}
