package dev.devtail.terminal.pty;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor on an event loop, watched edge-triggered: told of each change once, and never
 * disarmed. Pausing is not reading on, so there is nothing to re-arm and no race in doing so.
 */
final class WatchedDescriptor implements EpollIoHandle {

  private static final EpollIoOps READABLE = EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLET);

  private static final EpollIoOps READABLE_OR_WRITABLE = READABLE.with(EpollIoOps.EPOLLOUT);

  private final FileDescriptor descriptor;
  private final Runnable onEvent;
  private @Nullable IoRegistration registration;
  private boolean awaitingWritable;
  private boolean closed;

  WatchedDescriptor(int fd, Runnable onEvent) {
    this.descriptor = new FileDescriptor(fd);
    this.onEvent = onEvent;
  }

  /** On the loop's thread. */
  void watch(IoEventLoop loop) {
    loop.register(this)
        .addListener(
            registered -> {
              if (registered.isSuccess()) {
                arm((IoRegistration) registered.getNow());
              }
            });
  }

  private void arm(IoRegistration ready) {
    if (closed) {
      ready.cancel();
      return;
    }
    registration = ready;
    ready.submit(interest());
  }

  /**
   * On the loop's thread: whether to be told as well when it takes bytes again. A master is nearly
   * always writable, and Netty makes an object for each event that says both, so nobody asks for it
   * who does not wait for it. The kernel looks anew at each change: nothing is missed in between.
   */
  void awaitWritable(boolean wanted) {
    awaitingWritable = wanted;
    if (registration != null && !closed) {
      registration.submit(interest());
    }
  }

  private EpollIoOps interest() {
    return awaitingWritable ? READABLE_OR_WRITABLE : READABLE;
  }

  @Override
  public FileDescriptor fd() {
    return descriptor;
  }

  @Override
  public void handle(IoRegistration source, IoEvent event) {
    if (!closed) {
      onEvent.run();
    }
  }

  /** On the loop's thread: no event follows, and the number may be another's from now on. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (registration != null) {
      registration.cancel();
    }
    try {
      descriptor.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
