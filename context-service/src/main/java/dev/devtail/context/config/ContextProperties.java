package dev.devtail.context.config;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code devtail.context.*}
 *
 * @param threads that parse files, 1 to 64. Default: one for each core, at most 4; given as 0.
 */
@ConfigurationProperties("devtail.context")
public record ContextProperties(@DefaultValue("0") int threads) {

  private static final int MAX_THREADS = 64;
  private static final int MOST_BY_DEFAULT = 4;

  public ContextProperties {
    if (threads < 0 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "devtail.context.threads: %d (expected: 0 to %d)".formatted(threads, MAX_THREADS));
    }
    if (threads == 0) {
      threads = Math.min(MOST_BY_DEFAULT, Runtime.getRuntime().availableProcessors());
    }
  }

  /** Threads that hand files to those which parse: one that waits, and one that brings the next. */
  int readers() {
    return 2 * threads;
  }
}
