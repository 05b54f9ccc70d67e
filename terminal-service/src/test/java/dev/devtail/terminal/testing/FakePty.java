package dev.devtail.terminal.testing;

import dev.devtail.terminal.domain.Exit;
import dev.devtail.terminal.domain.Pty;
import dev.devtail.terminal.domain.TerminalLoop;
import dev.devtail.terminal.domain.TerminalSignal;
import dev.devtail.terminal.domain.WindowSize;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A program that a test plays. */
public final class FakePty implements Pty {

  private final TerminalLoop loop;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private @Nullable Listener listener;
  private int room = Integer.MAX_VALUE;
  private boolean blocked;

  /** What the program has been given. */
  public final ByteArrayOutputStream input = new ByteArrayOutputStream();

  public final List<WindowSize> sizes = new ArrayList<>();
  public final List<TerminalSignal> signals = new ArrayList<>();
  public boolean reading = true;
  public boolean busy;

  /** Whether the system lets the program be signalled. */
  public boolean signalAllowed = true;

  public int hangUps;
  public int kills;
  public boolean closed;

  /** How many bytes of output have been read. */
  public long read;

  public FakePty(TerminalLoop loop) {
    this.loop = loop;
  }

  @Override
  public void start(Listener newListener) {
    listener = newListener;
  }

  private Listener listener() {
    Listener current = listener;
    if (current == null) {
      throw new IllegalStateException("not started");
    }
    return current;
  }

  // ---- the program's side

  /** The program writes; it is read as far as the terminal reads. */
  public void print(byte[] bytes) {
    pending.writeBytes(bytes);
    deliver();
  }

  /** Bytes that were printed and not read. */
  public int unread() {
    return pending.size();
  }

  private void deliver() {
    while (reading && !closed && pending.size() > 0) {
      byte[] all = pending.toByteArray();
      int length = Math.min(MAX_READ_BYTES, all.length);
      pending.reset();
      pending.write(all, length, all.length - length);
      read += length;
      listener().onOutput(all, length);
    }
  }

  /** The program reads at most so many bytes more until it is told otherwise. */
  public void accept(int bytes) {
    room = bytes;
    if (blocked && bytes > 0) {
      blocked = false;
      Listener told = listener;
      if (told != null) {
        told.onWritable();
      }
    }
  }

  public void exit(Exit exit) {
    listener().onExit(exit);
  }

  public void drain() {
    listener().onDrained();
  }

  // ---- the terminal's side

  @Override
  public int write(byte[] bytes, int start, int length) {
    int taken = Math.min(room, length);
    input.write(bytes, start, taken);
    if (room != Integer.MAX_VALUE) {
      room -= taken;
    }
    blocked = blocked || taken < length;
    return taken;
  }

  @Override
  public void setReading(boolean now) {
    reading = now;
    if (now) {
      loop.execute(this::deliver);
    }
  }

  @Override
  public void resize(WindowSize size) {
    sizes.add(size);
  }

  @Override
  public boolean signal(TerminalSignal signal) {
    if (signalAllowed) {
      signals.add(signal);
    }
    return signalAllowed;
  }

  @Override
  public boolean isBusy() {
    return busy;
  }

  @Override
  public void hangUp() {
    hangUps++;
  }

  @Override
  public void kill() {
    kills++;
  }

  @Override
  public void close() {
    closed = true;
  }
}
