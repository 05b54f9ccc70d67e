package dev.devtail.terminal.domain;

import static dev.devtail.terminal.domain.TerminalLimits.READ_AHEAD_BYTES;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a program is read on or made to wait: it is paced by the fastest of the viewers that may
 * type. It is not read further while that one has not acknowledged what would be overwritten. A
 * viewer that was cut off counts for a while, and so does the one that is to come after the start.
 * Who only looks on is never waited for.
 */
final class Pacing {

  private final OutputRing ring;
  private final Pty pty;
  private final TerminalLoop loop;
  private final Duration patience;

  private List<Viewer> writers = List.of();
  private boolean reading = true;

  /** Runs while a viewer is waited for that has everything below {@link #heldFrom}. */
  private TerminalLoop.@Nullable Timer hold;

  private long heldFrom;

  /**
   * @param patience how long the program waits for a viewer that was cut off, or is to come
   */
  Pacing(OutputRing ring, Pty pty, TerminalLoop loop, Duration patience) {
    this.ring = ring;
    this.pty = pty;
    this.loop = loop;
    this.patience = patience;
  }

  /** The viewers that pace it from now on. */
  void pacedBy(List<Viewer> attachedWriters) {
    writers = attachedWriters;
    if (!writers.isEmpty()) {
      stopHolding();
    }
  }

  /** Waits for a viewer that has everything below {@code offset}, unless another one is there. */
  void holdFrom(long offset) {
    stopHolding();
    if (!writers.isEmpty()) {
      return;
    }
    heldFrom = offset;
    hold =
        loop.schedule(
            patience,
            () -> {
              hold = null;
              settle();
            });
  }

  void stopHolding() {
    if (hold != null) {
      hold.cancel();
      hold = null;
    }
  }

  /** Offset from which on a viewer that the program waits for may still need the output. */
  long neededFrom() {
    long needed = hold == null ? ring.end() : Math.min(heldFrom, ring.end());
    for (Viewer viewer : writers) {
      needed = Math.min(needed, viewer.received());
    }
    return needed;
  }

  boolean isReading() {
    return reading;
  }

  /** Reads on, or lets the program wait. */
  void settle() {
    boolean may = mayRead();
    if (may != reading) {
      reading = may;
      pty.setReading(may);
    }
  }

  private boolean mayRead() {
    if (writers.isEmpty()) {
      return hold == null || ring.roomBeyond(heldFrom) >= Pty.MAX_READ_BYTES;
    }
    for (int i = 0; i < writers.size(); i++) {
      Viewer viewer = writers.get(i);
      if (ring.roomBeyond(viewer.received()) >= Pty.MAX_READ_BYTES
          && ring.end() - viewer.sent() < READ_AHEAD_BYTES) {
        return true;
      }
    }
    return false;
  }
}
