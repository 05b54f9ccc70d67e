package dev.devtail.terminal.pty;

import dev.devtail.terminal.domain.Pty;
import dev.devtail.terminal.domain.TerminalLoop;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/** An event loop as terminals see it, with the buffers that all terminals on it share. */
final class NettyLoop implements TerminalLoop {

  /** How long reads are taken before keys and timers are looked after again, in nanoseconds. */
  private static final long TURNS_NANOS = 1_000_000;

  private final IoEventLoop loop;

  /** For the system calls: outside of the heap. */
  final ByteBuffer direct = ByteBuffer.allocateDirect(Pty.MAX_READ_BYTES);

  /** What was read, as the domain wants it. */
  final byte[] heap = new byte[Pty.MAX_READ_BYTES];

  /** Reads of programs that print by themselves, each at most once. */
  private final ArrayDeque<Runnable> turns = new ArrayDeque<>();

  private final Runnable takeTurns = this::takeTurns;
  private boolean turnsDue;

  NettyLoop(IoEventLoop loop) {
    this.loop = loop;
  }

  IoEventLoop netty() {
    return loop;
  }

  @Override
  public boolean inLoop() {
    return loop.inEventLoop();
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  /** Runs it behind those that wait already, a few at a time; on the loop. */
  void inTurn(Runnable turn) {
    turns.add(turn);
    if (!turnsDue) {
      turnsDue = true;
      loop.execute(takeTurns);
    }
  }

  /** The rest waits as a timer: tasks that add tasks would keep the loop from its descriptors. */
  private void takeTurns() {
    long until = System.nanoTime() + TURNS_NANOS;
    try {
      do {
        turns.remove().run();
      } while (!turns.isEmpty() && System.nanoTime() < until);
    } finally {
      turnsDue = !turns.isEmpty();
      if (turnsDue) {
        var _ = loop.schedule(takeTurns, 0, TimeUnit.NANOSECONDS);
      }
    }
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    ScheduledFuture<?> scheduled = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }
}
