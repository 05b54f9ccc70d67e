package dev.devtail.client;

import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.Exited;
import dev.devtail.protocol.v1.Opened;
import dev.devtail.protocol.v1.Screen;
import dev.devtail.protocol.v1.Size;
import org.jspecify.annotations.Nullable;

/** What an attached terminal tells; on the client's loop, so none of it may block. */
public interface TerminalListener {

  /** It is attached (again). */
  default void onOpened(Opened opened) {}

  /** The screen is drawn anew: what was shown is void. Comes in pieces. */
  void onScreen(Screen piece);

  /**
   * Output, in order, each byte once. Say {@link TerminalAttachment#consumed} when it has been
   * dealt with, or no more comes.
   *
   * @param offset of the first byte
   */
  void onOutput(long offset, byte[] bytes);

  /**
   * Typed, and kept until the terminal has it.
   *
   * @param end of the input, behind it
   */
  default void onTyped(byte[] bytes, long end) {}

  /** The terminal has the input below this offset, and all that it had printed then was told. */
  default void onInputTaken(long offset) {}

  /** Another viewer has changed the terminal's size; the output from here on is for this one. */
  default void onResized(Size size) {}

  /** Input that may not have arrived: the terminal had forgotten this viewer. */
  default void onInputLost(long bytes) {}

  void onExited(Exited exited);

  /**
   * Over for good.
   *
   * @param error why, null if it was asked for
   */
  void onClosed(@Nullable Error error);
}
