package dev.devtail.router.window;

/**
 * A conversation that was made to fit.
 *
 * @param strategy by which
 * @param before tokens that it is thought to have had
 * @param after tokens that it is thought to have
 * @param what was cut, for the caller, as in {@code results=3}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Shortened(byte[] body, Strategy strategy, long before, long after, String what) {

  /** As a header has it. */
  public String report() {
    return "%s; tokens=%d->%d; %s".formatted(strategy.text(), before, after, what);
  }
}
