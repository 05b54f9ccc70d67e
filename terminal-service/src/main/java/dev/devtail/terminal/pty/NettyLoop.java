package dev.devtail.terminal.pty;

import dev.devtail.terminal.domain.Pty;
import dev.devtail.terminal.domain.TerminalLoop;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** An event loop as terminals see it, with the buffers that all terminals on it share. */
final class NettyLoop implements TerminalLoop {

  private final IoEventLoop loop;

  /** For the system calls: outside of the heap. */
  final ByteBuffer direct = ByteBuffer.allocateDirect(Pty.MAX_READ_BYTES);

  /** What was read, as the domain wants it. */
  final byte[] heap = new byte[Pty.MAX_READ_BYTES];

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
