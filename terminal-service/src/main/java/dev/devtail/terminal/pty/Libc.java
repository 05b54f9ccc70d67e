package dev.devtail.terminal.pty;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.function.IntSupplier;

/** The system calls that neither pty4j nor Netty offers, on Linux. Thread-safe. */
final class Libc {

  /** From {@code <asm-generic/ioctls.h>} and {@code <fcntl.h>}; the same on x86-64 and aarch64. */
  private static final long TIOCGPGRP = 0x540F;

  private static final long TIOCSWINSZ = 0x5414;
  private static final int F_SETFD = 2;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int FD_CLOEXEC = 1;
  private static final int O_NONBLOCK = 0x800;
  private static final long SYS_PIDFD_OPEN = 434;
  private static final int WNOHANG = 1;
  private static final int SIGKILL = 9;

  /** From {@code <asm-generic/signal-defs.h>}; a {@code sigset_t} is 1024 bits in every libc. */
  private static final int SIG_SETMASK = 2;

  private static final long SIGSET_BYTES = 128;
  private static final int LAST_SIGNAL = 31;
  private static final long SIG_IGN = 1;
  private static final int SA_RESTART = 0x10000000;

  /** {@code struct sigaction}: handler, mask, flags, restorer; the same on both. */
  private static final long SIGACTION_BYTES = 152;

  private static final long SA_FLAGS_OFFSET = ValueLayout.ADDRESS.byteSize() + SIGSET_BYTES;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO_VALUE =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle FCNTL =
      variadic("fcntl", 2, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
  private static final MethodHandle IOCTL =
      variadic("ioctl", 2, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
  private static final MethodHandle SYSCALL =
      variadic("syscall", 1, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
  private static final MethodHandle WAITPID =
      plain("waitpid", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
  private static final MethodHandle KILL =
      plain("kill", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
  private static final MethodHandle PTHREAD_SIGMASK =
      plain("pthread_sigmask", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
  private static final MethodHandle SIGACTION =
      plain("sigaction", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);

  private Libc() {}

  private static MethodHandle variadic(String name, int fixed, MemoryLayout... arguments) {
    return link(name, arguments, ERRNO, Linker.Option.firstVariadicArg(fixed));
  }

  private static MethodHandle plain(String name, MemoryLayout... arguments) {
    return link(name, arguments, ERRNO);
  }

  private static MethodHandle link(
      String name, MemoryLayout[] arguments, Linker.Option... options) {
    MemorySegment function =
        LINKER.defaultLookup().find(name).orElseThrow(() -> new UnsatisfiedLinkError(name));
    return LINKER.downcallHandle(
        function, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments), options);
  }

  @FunctionalInterface
  private interface Call {
    int invoke(Arena arena, MemorySegment state) throws Throwable;
  }

  /** Runs one call and turns its errno into an exception. */
  private static int call(String name, Call call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      int result = call.invoke(arena, state);
      if (result < 0) {
        throw new SystemCallException(name, (int) ERRNO_VALUE.get(state, 0L));
      }
      return result;
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(name, e);
    }
  }

  /** Makes reads and writes of the descriptor return at once, and keeps it out of children. */
  static void prepare(int fd) {
    call("fcntl", (arena, state) -> (int) FCNTL.invokeExact(state, fd, F_SETFD, FD_CLOEXEC));
    int flags = call("fcntl", (arena, state) -> (int) FCNTL.invokeExact(state, fd, F_GETFL, 0));
    call(
        "fcntl", (arena, state) -> (int) FCNTL.invokeExact(state, fd, F_SETFL, flags | O_NONBLOCK));
  }

  /** {@code struct winsize}: four unsigned shorts. */
  static void setWindowSize(int fd, int rows, int columns, int pixelWidth, int pixelHeight) {
    call(
        "ioctl",
        (arena, state) -> {
          MemorySegment size = arena.allocate(4 * Short.BYTES, Short.BYTES);
          size.setAtIndex(ValueLayout.JAVA_SHORT, 0, (short) rows);
          size.setAtIndex(ValueLayout.JAVA_SHORT, 1, (short) columns);
          size.setAtIndex(ValueLayout.JAVA_SHORT, 2, (short) pixelWidth);
          size.setAtIndex(ValueLayout.JAVA_SHORT, 3, (short) pixelHeight);
          return (int) IOCTL.invokeExact(state, fd, TIOCSWINSZ, size);
        });
  }

  /** The process group in the foreground of the terminal. */
  static int foregroundGroup(int fd) {
    int[] group = new int[1];
    call(
        "ioctl",
        (arena, state) -> {
          MemorySegment out = arena.allocate(ValueLayout.JAVA_INT);
          int result = (int) IOCTL.invokeExact(state, fd, TIOCGPGRP, out);
          group[0] = out.get(ValueLayout.JAVA_INT, 0);
          return result;
        });
    return group[0];
  }

  /** A descriptor that becomes readable when the process ends (Linux 5.3). */
  static int openPidfd(int pid) {
    return call(
        "pidfd_open",
        (arena, state) -> (int) SYSCALL.invokeExact(state, SYS_PIDFD_OPEN, (long) pid, 0L));
  }

  /**
   * The raw wait status of a child that has ended, which is thereby reaped; -1 if it still runs.
   */
  static int reap(int pid) {
    int[] status = new int[1];
    int reaped =
        call(
            "waitpid",
            (arena, state) -> {
              MemorySegment out = arena.allocate(ValueLayout.JAVA_INT);
              int result = (int) WAITPID.invokeExact(state, pid, out, WNOHANG);
              status[0] = out.get(ValueLayout.JAVA_INT, 0);
              return result;
            });
    return reaped == 0 ? -1 : status[0];
  }

  /** Kills a child and waits for its end, which is soon. */
  static void killAndReap(int pid) {
    kill(pid, SIGKILL);
    call(
        "waitpid",
        (arena, state) -> (int) WAITPID.invokeExact(state, pid, arena.allocate(Integer.BYTES), 0));
  }

  /**
   * Forks with no signal blocked, and restores the mask of this thread: a JVM blocks SIGQUIT in its
   * threads, and a program that inherited that could not be quit.
   */
  static int withNoSignalBlocked(IntSupplier fork) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment before = arena.allocate(SIGSET_BYTES, Long.BYTES);
      setSignalMask(arena.allocate(SIGSET_BYTES, Long.BYTES), before);
      try {
        return fork.getAsInt();
      } finally {
        setSignalMask(before, MemorySegment.NULL);
      }
    }
  }

  private static void setSignalMask(MemorySegment mask, MemorySegment before) {
    call(
        "pthread_sigmask",
        (arena, state) -> (int) PTHREAD_SIGMASK.invokeExact(state, SIG_SETMASK, mask, before));
  }

  /**
   * Signals that this process was told to ignore are caught from now on, and nothing is done about
   * them: programs inherit what is ignored, but not what is caught. Under {@code nohup}, or in the
   * background of a script, a shell could otherwise neither be hung up nor its programs
   * interrupted.
   */
  static void catchIgnoredSignals() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment now = arena.allocate(SIGACTION_BYTES, Long.BYTES);
      MemorySegment caught = arena.allocate(SIGACTION_BYTES, Long.BYTES);
      // A function of the C library that takes an int and does nothing with it but give one back.
      caught.set(ValueLayout.ADDRESS, 0, LINKER.defaultLookup().find("abs").orElseThrow());
      caught.set(ValueLayout.JAVA_INT, SA_FLAGS_OFFSET, SA_RESTART);
      for (int signal = 1; signal <= LAST_SIGNAL; signal++) {
        int number = signal;
        call(
            "sigaction",
            (own, state) -> (int) SIGACTION.invokeExact(state, number, MemorySegment.NULL, now));
        if (now.get(ValueLayout.JAVA_LONG, 0) == SIG_IGN) {
          call(
              "sigaction",
              (own, state) ->
                  (int) SIGACTION.invokeExact(state, number, caught, MemorySegment.NULL));
        }
      }
    }
  }

  /** Signals a process, or a process group where {@code pid} is negative; gone ones are fine. */
  static void kill(int pid, int signal) {
    try {
      call("kill", (arena, state) -> (int) KILL.invokeExact(state, pid, signal));
    } catch (SystemCallException gone) {
      if (gone.errno() != SystemCallException.ESRCH) {
        throw gone;
      }
    }
  }
}
