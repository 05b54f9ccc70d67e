package dev.devtail.terminal.pty;

import dev.devtail.terminal.domain.Exit;
import dev.devtail.terminal.domain.Pty;
import dev.devtail.terminal.domain.TerminalSignal;
import dev.devtail.terminal.domain.WindowSize;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PTY's master side and the process behind it, both as descriptors on one event loop. The process
 * is watched through a pidfd: no reaper thread.
 */
final class LinuxPty implements Pty {

  private static final Logger log = LoggerFactory.getLogger(LinuxPty.class);

  private static final int SIGHUP = 1;
  private static final int SIGINT = 2;
  private static final int SIGQUIT = 3;
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;
  private static final int SIGCONT = 18;

  /**
   * Most input between two reads, in bytes. The system echoes it into buffers of 12 KB, to which
   * the program's own output comes, and drops what finds no room there without a word.
   */
  static final int MAX_UNREAD_INPUT_BYTES = 1024;

  /** From how much on a read is taken for a part of more, in bytes. */
  private static final int GATHERED_BYTES = 1024;

  private static final int NO_WRITER_LEFT = -1;

  private final int pid;
  private final NettyLoop loop;
  private final WatchedDescriptor master;
  private final WatchedDescriptor process;
  private final Runnable queuedTurn = this::queuedTurn;

  private @Nullable Listener listener;
  private boolean reading = true;
  private boolean turnQueued;

  /** Input since the output was last read, in bytes. */
  private int unreadInput;

  /** More input waits until the output was read. */
  private boolean writeAwaitsTurn;

  private boolean writeBlocked;
  private boolean drained;
  private boolean exited;
  private boolean closed;

  LinuxPty(int masterFd, int pid, NettyLoop loop) {
    this.pid = pid;
    this.loop = loop;
    this.master = new WatchedDescriptor(masterFd, this::onMasterEvent);
    this.process = new WatchedDescriptor(Libc.openPidfd(pid), this::onProcessEvent);
  }

  @Override
  public void start(Listener newListener) {
    listener = newListener;
    master.watch(loop.netty());
    process.watch(loop.netty());
  }

  private Listener listener() {
    Listener current = listener;
    if (current == null) {
      throw new IllegalStateException("not started");
    }
    return current;
  }

  /** What follows input may be the echo of a key; what a program prints by itself can wait. */
  private void onMasterEvent() {
    if (unreadInput > 0) {
      turn();
    } else {
      queueTurn();
    }
    if (writeBlocked && !closed) {
      writeBlocked = false;
      master.awaitWritable(false);
      listener().onWritable();
    }
  }

  private void queuedTurn() {
    turnQueued = false;
    turn();
  }

  /** Reads, and then takes input that had to wait for that. */
  private void turn() {
    readTurn();
    if (reading) {
      unreadInput = 0;
      if (writeAwaitsTurn && !closed) {
        writeAwaitsTurn = false;
        listener().onWritable();
      }
    }
  }

  /**
   * What is there, up to a full buffer, then everybody else's turn: a flood must not keep a
   * neighbour's key waiting. The echo of a key is a short read and one that finds nothing, both in
   * this turn, so that a key costs the loop no task.
   */
  private void readTurn() {
    int total = 0;
    while (total < MAX_READ_BYTES) {
      int count = readOnce();
      if (count <= 0) {
        return;
      }
      total += count;
    }
    queueTurn();
  }

  /**
   * Returns how many bytes were read and handed on; 0 if there are none, or nobody wants them. The
   * system gives a program that prints much away in small pieces: they are gathered, so that what
   * follows is paid for once. Little is handed on at once: it may be an echo.
   */
  private int readOnce() {
    if (!reading || drained || closed) {
      return 0;
    }
    int count = read(0);
    int last = count;
    while (last > 0 && count >= GATHERED_BYTES && count < MAX_READ_BYTES) {
      last = read(count);
      count += Math.max(0, last);
    }
    if (count > 0) {
      unreadInput = 0;
      loop.direct.get(0, loop.heap, 0, count);
      listener().onOutput(loop.heap, count);
    }
    if (last == NO_WRITER_LEFT && !closed) {
      drained = true;
      listener().onDrained();
    }
    return count;
  }

  /** Returns how many bytes came behind those in the buffer, or {@link #NO_WRITER_LEFT}. */
  private int read(int behind) {
    try {
      return master.fd().read(loop.direct, behind, MAX_READ_BYTES);
    } catch (IOException hungUp) {
      // EIO: the last process has closed its side, and everything has been read.
      return NO_WRITER_LEFT;
    }
  }

  private void queueTurn() {
    if (reading && !turnQueued && !closed) {
      turnQueued = true;
      loop.inTurn(queuedTurn);
    }
  }

  private void onProcessEvent() {
    if (exited) {
      return;
    }
    int status = Libc.reap(pid);
    if (status >= 0) {
      exited = true;
      process.close();
      if (!closed) {
        listener().onExit(exitOf(status));
      }
    }
  }

  /** As {@code <sys/wait.h>} reads a wait status. */
  private static Exit exitOf(int status) {
    int signal = status & 0x7F;
    return signal == 0 ? Exit.ofCode(status >> 8 & 0xFF) : Exit.ofSignal(signal);
  }

  @Override
  public int write(byte[] bytes, int start, int length) {
    int written = 0;
    ByteBuffer direct = loop.direct;
    FileDescriptor fd = master.fd();
    while (written < length && !closed) {
      int piece = Math.min(length - written, MAX_UNREAD_INPUT_BYTES - unreadInput);
      if (piece == 0) {
        writeAwaitsTurn = true;
        queueTurn();
        return written;
      }
      direct.put(0, bytes, start + written, piece);
      int count;
      try {
        count = fd.write(direct, 0, piece);
      } catch (IOException nobodyReads) {
        // The program is gone: what is typed now goes nowhere, as in any terminal.
        return length;
      }
      written += count;
      unreadInput += count;
      if (count < piece) {
        writeBlocked = true;
        master.awaitWritable(true);
        return written;
      }
    }
    return length;
  }

  @Override
  public void setReading(boolean now) {
    reading = now;
    if (now) {
      queueTurn();
    }
  }

  @Override
  public void resize(WindowSize size) {
    if (!closed) {
      Libc.setWindowSize(
          master.fd().intValue(),
          size.rows(),
          size.columns(),
          size.pixelWidth(),
          size.pixelHeight());
    }
  }

  @Override
  public boolean signal(TerminalSignal signal) {
    if (closed) {
      return true;
    }
    int group = Libc.foregroundGroup(master.fd().intValue());
    if (group <= 0) {
      return true;
    }
    try {
      Libc.kill(-group, number(signal));
      return true;
    } catch (SystemCallException refused) {
      log.info("signal refused pid={} signal={} cause={}", pid, signal, refused.toString());
      return false;
    }
  }

  private static int number(TerminalSignal signal) {
    return switch (signal) {
      case HUP -> SIGHUP;
      case INT -> SIGINT;
      case QUIT -> SIGQUIT;
      case KILL -> SIGKILL;
      case TERM -> SIGTERM;
    };
  }

  @Override
  public boolean isBusy() {
    if (closed || exited) {
      return false;
    }
    int group = Libc.foregroundGroup(master.fd().intValue());
    return group > 0 && group != pid;
  }

  @Override
  public void hangUp() {
    signalSession(SIGHUP);
    signalSession(SIGCONT);
  }

  @Override
  public void kill() {
    signalSession(SIGKILL);
  }

  /** Its processes; groups of them, as negative numbers, where they cannot be listed. */
  private Set<Integer> session() {
    try {
      return Set.copyOf(ProcessTable.ofSession(pid));
    } catch (IOException noDescriptorLeft) {
      log.warn("processes not listed pid={} cause={}", pid, noDescriptorLeft.toString());
      Set<Integer> groups = new HashSet<>();
      if (!exited) {
        groups.add(-pid);
      }
      int foreground = closed ? 0 : Libc.foregroundGroup(master.fd().intValue());
      if (foreground > 0) {
        groups.add(-foreground);
      }
      return groups;
    }
  }

  /** The program leads a session of its own, so that what it started is found by it. */
  private void signalSession(int signal) {
    for (int member : session()) {
      try {
        Libc.kill(member, signal);
      } catch (SystemCallException refused) {
        log.warn("could not signal pid={} signal={} cause={}", member, signal, refused.toString());
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    master.close();
    // The process is still to be reaped when it is killed after this.
    if (exited) {
      process.close();
    }
  }
}
