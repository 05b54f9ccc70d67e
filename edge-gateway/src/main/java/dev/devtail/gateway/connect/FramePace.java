package dev.devtail.gateway.connect;

/**
 * How fast a client may send: when it has sent too much in a second, it is not read until the next.
 */
final class FramePace {

  private static final long SECOND_MILLIS = 1000;

  private final int perSecond;
  private long second;
  private int frames;

  FramePace(int perSecond) {
    this.perSecond = perSecond;
  }

  /**
   * One more frame has come.
   *
   * @return for how many milliseconds nothing is to be read; 0: go on
   */
  long count(long uptimeMillis) {
    long current = uptimeMillis / SECOND_MILLIS;
    if (current != second) {
      second = current;
      frames = 0;
    }
    frames++;
    return frames == perSecond ? SECOND_MILLIS - uptimeMillis % SECOND_MILLIS : 0;
  }
}
