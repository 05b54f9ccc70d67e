package dev.devtail.bench.link;

/**
 * What all connections share in one direction: the bandwidth, first come, first served. A token
 * bucket as deep as one segment, reckoned ahead instead of being filled by a timer.
 */
final class Line {

  private static final double NANOS_PER_SECOND = 1e9;

  private final double nanosPerByte;
  private final TunnelPlan tunnels;
  private long freeAt = Long.MIN_VALUE;

  Line(long bytesPerSecond, TunnelPlan tunnels) {
    this.nanosPerByte = NANOS_PER_SECOND / bytesPerSecond;
    this.tunnels = tunnels;
  }

  /**
   * @param nanos when the segment could start
   * @return when its last byte has been sent
   */
  long send(long nanos, int bytes) {
    long begin = tunnels.reception(Math.max(nanos, freeAt));
    freeAt = tunnels.reception(begin + Math.round(bytes * nanosPerByte));
    return freeAt;
  }
}
