package dev.devtail.terminal.pty;

import com.pty4j.unix.PtyHelpers;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.loop.EventLoops;
import dev.devtail.terminal.domain.Program;
import dev.devtail.terminal.domain.Pty;
import dev.devtail.terminal.domain.PtyHost;
import dev.devtail.terminal.domain.TerminalLoop;
import dev.devtail.terminal.domain.WindowSize;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import kotlin.Pair;

/** Starts programs with pty4j's native helper and puts them on the event loops. */
public final class LinuxPtyHost implements PtyHost {

  private final EventLoops loops;
  private final Map<IoEventLoop, NettyLoop> seats;

  /**
   * @throws IllegalStateException where there is no epoll
   */
  public LinuxPtyHost(EventLoops loops) {
    if (!Epoll.isAvailable()) {
      throw new IllegalStateException(
          "Terminals need Linux on x86-64 or aarch64 (epoll could not be loaded).",
          Epoll.unavailabilityCause());
    }
    Libc.catchIgnoredSignals();
    this.loops = loops;
    this.seats = loops.all().stream().collect(Collectors.toMap(loop -> loop, NettyLoop::new));
  }

  @Override
  public Seat seat() {
    IoEventLoop current = loops.currentOrNext();
    NettyLoop loop = seats.get(current);
    if (loop == null) {
      throw new IllegalStateException("a loop that is not of this host");
    }
    return new LinuxSeat(loop);
  }

  private record LinuxSeat(NettyLoop netty) implements Seat {

    @Override
    public TerminalLoop loop() {
      return netty;
    }

    @Override
    public Pty spawn(Program program, WindowSize size) {
      Pair<Integer, String> opened = com.pty4j.unix.Pty.ptyMasterOpen();
      int master = opened.getFirst();
      if (master < 0) {
        throw new Fault(
            FaultCode.RESOURCE_EXHAUSTED,
            "The machine has no pseudo-terminal left (see kernel.pty.max and the open-files limit);"
                + " end a terminal and try again.");
      }
      try {
        Libc.prepare(master);
        Libc.setWindowSize(
            master, size.rows(), size.columns(), size.pixelWidth(), size.pixelHeight());
        int pid = Libc.withNoSignalBlocked(() -> execute(program, opened.getSecond(), master));
        return watched(master, pid);
      } catch (RuntimeException failure) {
        PtyHelpers.getInstance().close(master);
        throw failure;
      }
    }

    /** A program that cannot be watched (no descriptor is left) must not run on unseen. */
    private LinuxPty watched(int master, int pid) {
      try {
        return new LinuxPty(master, pid, netty);
      } catch (SystemCallException unwatched) {
        Libc.killAndReap(pid);
        throw noDescriptorLeft();
      }
    }

    private static Fault noDescriptorLeft() {
      return new Fault(
          FaultCode.RESOURCE_EXHAUSTED,
          "The service has no file descriptor left (see its open-files limit); end a terminal and"
              + " try again.");
    }

    /** Starting a program takes some for a moment; pty4j does not say what it lacked. */
    private static boolean hasDescriptorsLeft() {
      try (InputStream _ = Files.newInputStream(Path.of("/dev/null"));
          InputStream _ = Files.newInputStream(Path.of("/dev/null"))) {
        return true;
      } catch (IOException none) {
        return false;
      }
    }

    private static int execute(Program program, String slave, int master) {
      int pid =
          PtyHelpers.execPty(
              program.executable().toString(),
              program.arguments().toArray(String[]::new),
              program.environment().entrySet().stream()
                  .map(entry -> entry.getKey() + "=" + entry.getValue())
                  .toArray(String[]::new),
              program.directory().toString(),
              slave,
              master,
              null,
              -1,
              false);
      if (pid <= 0) {
        if (!hasDescriptorsLeft()) {
          throw noDescriptorLeft();
        }
        throw new Fault(
            FaultCode.START_FAILED,
            "The system could not start %s (process limit or memory)."
                .formatted(program.executable()));
      }
      return pid;
    }
  }
}
