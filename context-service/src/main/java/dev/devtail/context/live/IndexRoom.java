package dev.devtail.context.live;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all indexes together may take of the heap. In one process with shells, a workspace that is
 * too large may not cost these their memory. Thread-safe.
 */
public final class IndexRoom {

  private final long most;
  private final AtomicLong taken = new AtomicLong();

  /**
   * @param most bytes
   */
  public IndexRoom(long most) {
    this.most = most;
  }

  /** A third of the heap that this process may have. */
  public static IndexRoom ofHeap() {
    return new IndexRoom(Runtime.getRuntime().maxMemory() / 3);
  }

  /**
   * Takes room if there is enough.
   *
   * @param bytes may be below 0, and then there is
   */
  boolean take(long bytes) {
    long before = taken.get();
    while (bytes <= 0 || before + bytes <= most) {
      if (taken.compareAndSet(before, before + bytes)) {
        return true;
      }
      before = taken.get();
    }
    return false;
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }

  /** In bytes. */
  public long taken() {
    return taken.get();
  }
}
