package dev.devtail.terminal.domain;

import dev.devtail.kit.fault.Fault;
import org.jspecify.annotations.Nullable;

/** The way to one attached viewer. Called on the terminal's loop; none of it may block. */
public interface ViewerSink {

  /** Whether more may be sent now; if not, {@link Terminal#onSinkReady} is called when it may. */
  boolean isReady();

  void opened(TerminalInfo terminal, Attachment attachment);

  /** A piece of the screen at {@code offset}. */
  void screen(long offset, WindowSize size, byte[] dump, int start, int length, boolean last);

  /** From here on the output is for a terminal of this size. */
  void resized(WindowSize size);

  /**
   * @param length of the piece, which lies in one chunk of the ring
   */
  void data(OutputRing output, long offset, int length, long ack);

  void ack(long offset);

  void credit(long limit);

  /**
   * @param exit how the program ended; null if it ended with the service
   */
  void exited(@Nullable Exit exit, long finalOffset, boolean draining);

  /** The last call. The fault says why, unless the viewer itself asked for it. */
  void closed(@Nullable Fault why);

  /**
   * How an attachment begins.
   *
   * @param resumed whether bytes follow from where the viewer was, instead of a screen
   * @param outputOffset the first offset that data will carry
   * @param inputOffset input accepted of this viewer so far
   * @param inputLimit input may be sent up to here
   * @param role what the viewer may do
   */
  record Attachment(
      boolean resumed, long outputOffset, long inputOffset, long inputLimit, ViewerRole role) {}
}
