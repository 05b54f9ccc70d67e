package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.client.ConnectionState;
import dev.devtail.client.DevtailException;
import dev.devtail.client.TerminalAttachment;
import dev.devtail.client.TerminalListener;
import dev.devtail.protocol.v1.EndCause;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.Exited;
import dev.devtail.protocol.v1.Screen;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.Terminal;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jline.terminal.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * Shows a remote terminal in the local one. Three threads: one reads the keyboard, one writes to
 * the screen, and the client's loop never waits for either.
 */
final class LocalTerminal {

  /** Output that may wait for a slow local terminal, in bytes. */
  private static final long WINDOW_BYTES = 64 * 1024;

  private static final int KEYBOARD_BYTES = 4096;

  /** Leaves whatever modes the program had set: alternate screen, mouse, paste, hidden cursor. */
  static final String LEAVE =
      "\033[?1049l\033[?1000;1002;1003;1004;1005;1006;1015;2004l\033[?1l\033>\033[?7h\033[?25h"
          + "\033[r\033[0m\033[999;1H";

  static final String CLEAR = "\033[!p\033[?1049l\033[0m\033[H\033[2J";

  private final org.jline.terminal.Terminal local;
  private final byte detachKey;
  private final boolean predict;
  private final boolean mayType;
  private final OutputStream out;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("devtail-screen").factory());

  /** How it ends: the exit code of this command. */
  private final CompletableFuture<Integer> end = new CompletableFuture<>();

  /**
   * @param mayType whether keys and the size of the local terminal count
   * @param predict whether keys are shown before their echo comes, on a slow link
   */
  LocalTerminal(
      org.jline.terminal.Terminal local, byte detachKey, boolean mayType, boolean predict) {
    this.local = local;
    this.predict = predict;
    this.detachKey = detachKey;
    this.mayType = mayType;
    this.out = local.output();
  }

  static Size sizeOf(org.jline.terminal.Terminal local) {
    return Size.newBuilder()
        .setColumns(Math.max(1, local.getSize().getColumns()))
        .setRows(Math.max(1, local.getSize().getRows()))
        .build();
  }

  /**
   * Shows it until the user detaches or it ends.
   *
   * @param fromStart whether it has just been started, so that its first byte is wanted
   * @return the exit code for this command
   */
  int show(Gateway gateway, Terminal terminal, boolean fromStart) {
    Attributes before = local.enterRawMode();
    Size size = sizeOf(local);
    View view =
        new View(
            new PredictedEcho(
                gateway.loop(), size, bytes -> writer.execute(() -> writeNow(bytes))));
    TerminalAttachment attachment =
        fromStart
            ? gateway.connection().attachFromStart(terminal, size, WINDOW_BYTES, view)
            : gateway.connection().attach(terminal.getId(), size, WINDOW_BYTES, view);
    view.attachment = attachment;
    gateway.connection().observe(this::showState);
    if (mayType) {
      local.handle(
          org.jline.terminal.Terminal.Signal.WINCH,
          signal -> {
            attachment.resize(sizeOf(local));
            gateway.loop().execute(() -> view.echo.windowChanged(sizeOf(local)));
          });
    }
    Thread keyboard =
        Thread.ofPlatform().daemon().name("devtail-keyboard").start(() -> readKeys(attachment));
    try {
      return end.join();
    } catch (CompletionException failure) {
      throw failure.getCause() instanceof DevtailException refused ? refused : failure;
    } finally {
      keyboard.interrupt();
      write(LEAVE + "\r\n");
      writer.close();
      local.setAttributes(before);
    }
  }

  private void readKeys(TerminalAttachment attachment) {
    // Not the terminal library's own stream, which gives a paste byte by byte.
    InputStream keys = new FileInputStream(FileDescriptor.in);
    byte[] buffer = new byte[KEYBOARD_BYTES];
    try {
      for (int count = keys.read(buffer); count >= 0; count = keys.read(buffer)) {
        int detachAt = indexOf(buffer, count);
        int length = detachAt < 0 ? count : detachAt;
        if (length > 0 && mayType) {
          attachment.write(Arrays.copyOf(buffer, length)).join();
        }
        if (detachAt >= 0) {
          break;
        }
      }
      attachment.detach();
    } catch (IOException | CompletionException over) {
      attachment.detach();
    }
  }

  private int indexOf(byte[] buffer, int count) {
    for (int i = 0; i < count; i++) {
      if (buffer[i] == detachKey) {
        return i;
      }
    }
    return -1;
  }

  /** Says in the window's title that the connection is away: the screen belongs to the program. */
  private void showState(ConnectionState state) {
    switch (state) {
      case ConnectionState.Backoff backoff -> write("\033]2;devtail: reconnecting\007");
      case ConnectionState.Live live ->
          write("\033]2;devtail%s\007".formatted(mayType ? "" : ": to look on only"));
      case ConnectionState.Disconnected disconnected -> {}
      case ConnectionState.Connecting connecting -> {}
      case ConnectionState.Resuming resuming -> {}
      case ConnectionState.Closed closed -> {}
    }
  }

  private void write(String text) {
    writer.execute(() -> writeNow(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void writeNow(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The local terminal is gone", e);
    }
  }

  private final class View implements TerminalListener {

    private final PredictedEcho echo;
    private volatile @Nullable TerminalAttachment attachment;
    private boolean drawing;
    private int exitCode = ExitCodes.OK;

    View(PredictedEcho echo) {
      this.echo = echo;
    }

    @Override
    public void onTyped(byte[] bytes, long inputEnd) {
      if (predict) {
        echo.typed(bytes, inputEnd);
      }
    }

    @Override
    public void onInputTaken(long offset) {
      echo.taken(offset);
    }

    /** A window cannot be resized from within: its title says why the picture does not fit. */
    @Override
    public void onResized(Size size) {
      echo.resize(size);
      write(
          "\033]2;devtail: %dx%d, set by another viewer%s\007"
              .formatted(
                  size.getColumns(), size.getRows(), mayType ? "; type to take it back" : ""));
    }

    @Override
    public void onScreen(Screen piece) {
      if (!drawing) {
        echo.reset(piece.getSize());
        write(CLEAR);
      }
      drawing = !piece.getLast();
      byte[] bytes = piece.getPayload().toByteArray();
      writer.execute(() -> writeNow(bytes));
      echo.drawn(bytes);
    }

    @Override
    public void onOutput(long offset, byte[] bytes) {
      echo.takeOut();
      writer.execute(
          () -> {
            writeNow(bytes);
            TerminalAttachment current = attachment;
            if (current != null) {
              current.consumed(offset + bytes.length);
            }
          });
      echo.drawn(bytes);
    }

    @Override
    public void onInputLost(long bytes) {
      echo.restart();
      write("\033]2;devtail: %d typed characters may not have arrived\007".formatted(bytes));
    }

    @Override
    public void onExited(Exited exited) {
      echo.takeOut();
      exitCode =
          exited.getCause() == EndCause.END_CAUSE_SERVICE
              ? ExitCodes.FAILED
              : exited.getStatus().getCode();
      if (exited.getDraining()) {
        write("\033]2;devtail: ended, background processes still write\007");
      } else {
        if (exited.getCause() == EndCause.END_CAUSE_SERVICE) {
          write("\r\n[ended when the service stopped]");
        }
        end.complete(exitCode);
      }
    }

    @Override
    public void onClosed(@Nullable Error error) {
      if (error == null) {
        end.complete(exitCode);
      } else {
        end.completeExceptionally(new DevtailException(error));
      }
    }
  }
}
