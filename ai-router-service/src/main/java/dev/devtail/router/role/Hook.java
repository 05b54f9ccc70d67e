package dev.devtail.router.role;

import java.net.URI;
import java.time.Duration;

/**
 * Something that is called before or after a step, with the step as JSON.
 *
 * @param timeLimit after which it is ended, and counts as a warning
 */
public record Hook(HookPoint point, Action action, Duration timeLimit) {

  public static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(60);
  public static final Duration MAX_TIME_LIMIT = Duration.ofMinutes(10);

  /** What is called. */
  public sealed interface Action {

    /** Run by {@code /bin/sh} in the workspace, with the JSON on standard input. */
    record Command(String line) implements Action {
      @Override
      public String toString() {
        return line;
      }
    }

    /** Gets the JSON by POST from this service. Its query, which may be secret, is not shown. */
    record Address(URI url) implements Action {
      @Override
      public String toString() {
        return "%s://%s%s".formatted(url.getScheme(), url.getRawAuthority(), url.getRawPath());
      }
    }
  }
}
