package dev.devtail.bench;

import dev.devtail.client.TerminalAttachment;
import dev.devtail.client.TerminalListener;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.Exited;
import dev.devtail.protocol.v1.Opened;
import dev.devtail.protocol.v1.Screen;
import dev.devtail.protocol.v1.Terminal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Someone at a shell who waits for texts to appear, as output or on a screen that is drawn anew.
 */
final class Watcher implements TerminalListener {

  /** How much of what was shown is remembered, in characters: a screen with its scrollback. */
  private static final int KEPT = 256 * 1024;

  private static final long PATIENCE_SECONDS = 120;

  private final CompletableFuture<TerminalAttachment> attachment = new CompletableFuture<>();
  private final StringBuilder shown = new StringBuilder();

  private @Nullable String awaited;
  private CompletableFuture<Long> seen = new CompletableFuture<>();
  private int searched;
  private boolean drawing;
  private long have;
  private long lostBytes;

  /** Starts a shell and attaches to it from its first byte on. */
  static Watcher attach(Viewers viewers, List<String> command, long windowBytes) {
    Watcher watcher = new Watcher();
    Terminal terminal = viewers.start(command);
    watcher.attachment.complete(
        viewers.connection().attachFromStart(terminal, Viewers.SIZE, windowBytes, watcher));
    return watcher;
  }

  void type(String keys) {
    attachment.join().write(Shells.ascii(keys));
  }

  /**
   * Types, and waits until the text comes after that.
   *
   * @return when it came, by {@link System#nanoTime()}
   */
  long typeAndAwait(String keys, String text) {
    CompletableFuture<Long> awaitedText = expect(text);
    type(keys);
    return join(awaitedText, text);
  }

  /** The text, from here on. Completes with {@link System#nanoTime()}. One at a time. */
  synchronized CompletableFuture<Long> expect(String text) {
    awaited = text;
    searched = shown.length();
    seen = new CompletableFuture<>();
    return seen;
  }

  static long join(CompletableFuture<Long> text, String what) {
    try {
      return text.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    } catch (RuntimeException e) {
      throw new IllegalStateException("waited in vain for " + what, e);
    }
  }

  /** What was shown last: the screen as it was drawn, and the output since. */
  synchronized String shown() {
    return shown.toString();
  }

  /** Offsets that came neither as output nor as part of a screen. */
  synchronized long lostBytes() {
    return lostBytes;
  }

  @Override
  public synchronized void onOpened(Opened opened) {
    if (opened.getResumed()) {
      lostBytes += Math.max(0, opened.getOutputOffset() - have);
    } else {
      drawing = false;
    }
  }

  @Override
  public synchronized void onScreen(Screen piece) {
    if (!drawing) {
      shown.setLength(0);
      searched = 0;
    }
    drawing = !piece.getLast();
    have = piece.getOffset();
    show(piece.getPayload().toByteArray());
  }

  @Override
  public void onOutput(long offset, byte[] bytes) {
    synchronized (this) {
      lostBytes += Math.max(0, offset - have);
      have = offset + bytes.length;
      show(bytes);
    }
    attachment.thenAccept(reader -> reader.consumed(offset + bytes.length));
  }

  private void show(byte[] bytes) {
    shown.append(new String(bytes, StandardCharsets.ISO_8859_1));
    String text = awaited;
    if (text != null && shown.indexOf(text, searched) >= 0) {
      awaited = null;
      seen.complete(System.nanoTime());
    }
    int unsearched = text == null ? 0 : text.length() - 1;
    searched = Math.max(searched, shown.length() - unsearched);
    int excess = shown.length() - KEPT;
    if (excess > 0) {
      shown.delete(0, excess);
      searched = Math.max(0, searched - excess);
    }
  }

  @Override
  public void onExited(Exited exited) {
    fail("the shell has ended: " + exited);
  }

  @Override
  public void onClosed(@Nullable Error error) {
    if (error != null) {
      fail("closed: " + error);
    }
  }

  private synchronized void fail(String why) {
    seen.completeExceptionally(new IllegalStateException(why));
  }
}
