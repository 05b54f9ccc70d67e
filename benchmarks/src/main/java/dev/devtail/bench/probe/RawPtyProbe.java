package dev.devtail.bench.probe;

import com.pty4j.unix.Pty;
import com.pty4j.unix.PtyHelpers;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import kotlin.Pair;

/** A shell with nothing in between: the floor. */
public final class RawPtyProbe implements Probe {

  private static final int READ_BYTES = 64 * 1024;
  private static final int SIGKILL = 9;

  private final FileDescriptor master;
  private final int pid;
  private final ByteBuffer direct = ByteBuffer.allocateDirect(READ_BYTES);
  private final byte[] output = new byte[READ_BYTES];

  public RawPtyProbe(List<String> command) {
    Epoll.ensureAvailability();
    Pair<Integer, String> pty = Pty.ptyMasterOpen();
    master = new FileDescriptor(pty.getFirst());
    pid =
        PtyHelpers.execPty(
            command.getFirst(),
            command.toArray(String[]::new),
            new String[] {"TERM=xterm-256color", "PATH=" + System.getenv("PATH")},
            "/",
            pty.getSecond(),
            pty.getFirst(),
            null,
            -1,
            false);
  }

  @Override
  public void type(byte[] keys) {
    try {
      direct.put(0, keys);
      master.write(direct, 0, keys.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int receive() {
    try {
      int count = master.read(direct, 0, direct.capacity());
      direct.get(0, output, 0, count);
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public byte[] output() {
    return output;
  }

  @Override
  public void close() {
    PtyHelpers.getInstance().killpg(pid, SIGKILL);
    try {
      master.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
