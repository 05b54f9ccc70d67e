package dev.devtail.terminal.domain;

import static dev.devtail.terminal.domain.TerminalLimits.INPUT_WINDOW_BYTES;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import org.jspecify.annotations.Nullable;

/**
 * One viewer: how far it is in the output, how far its input was taken. It is remembered while it
 * is away, so that coming back neither loses nor doubles a byte.
 */
final class Viewer {

  private static final WindowSize NO_SIZE = new WindowSize(1, 1);
  private static final long NOT_DUE = -1;

  private final ViewerId id;
  private long epoch;
  private @Nullable ViewerSink sink;
  private ViewerRole role = ViewerRole.READ_ONLY;

  private WindowSize size = NO_SIZE;
  private WindowSize shown = NO_SIZE;
  private long lastActive;
  private long sizeDueAt = NOT_DUE;

  private long sent;
  private long received;
  private long window;
  private int screenBytes;
  private long limit;
  private boolean exitTold;

  private long inputAccepted;
  private long inputLimit = INPUT_WINDOW_BYTES;
  private boolean ackOwed;

  Viewer(ViewerId id) {
    this.id = id;
  }

  ViewerId id() {
    return id;
  }

  long epoch() {
    return epoch;
  }

  @Nullable ViewerSink sink() {
    return sink;
  }

  boolean isAttached() {
    return sink != null;
  }

  void attach(AttachRequest request, ViewerSink newSink, long outputOffset) {
    sink = newSink;
    epoch = request.epoch();
    role = request.role();
    size = request.size();
    window = request.window();
    screenBytes = request.screenBytes();
    sent = outputOffset;
    received = outputOffset;
    limit = outputOffset + window;
    exitTold = false;
    ackOwed = false;
  }

  void detach() {
    sink = null;
  }

  boolean mayWrite() {
    return role == ViewerRole.READ_WRITE;
  }

  ViewerRole role() {
    return role;
  }

  // ---- size

  /** Of its own window. */
  WindowSize size() {
    return size;
  }

  /** Its window is of another size now, and it draws so at once. */
  void onResized(WindowSize newSize) {
    size = newSize;
    onSizeShown(newSize);
  }

  /** It draws the terminal at this size. */
  void onSizeShown(WindowSize terminalSize) {
    shown = terminalSize;
    sizeDueAt = NOT_DUE;
  }

  /** The terminal has this size from {@code offset} on; it is to hear of it there. */
  void oweSize(WindowSize terminalSize, long offset) {
    sizeDueAt = shown.equals(terminalSize) ? NOT_DUE : offset;
  }

  boolean isSizeDue() {
    return sizeDueAt != NOT_DUE && sent >= sizeDueAt;
  }

  /** Bytes that may be sent before it has to hear of a size. */
  long untilSizeIsDue() {
    return sizeDueAt == NOT_DUE ? Long.MAX_VALUE : sizeDueAt - sent;
  }

  /** When it attached, resized or typed last, as a number that rises. */
  long lastActive() {
    return lastActive;
  }

  void onActive(long moment) {
    lastActive = moment;
  }

  // ---- output

  /** What it holds of a screen, in bytes. */
  int screenBytes() {
    return screenBytes;
  }

  /** The next offset to send. */
  long sent() {
    return sent;
  }

  /** Everything below it is acknowledged. */
  long received() {
    return received;
  }

  /** How much may be sent now, in bytes, as far as the viewer's credit goes. */
  long credit() {
    return limit - sent;
  }

  void onSent(long newSent) {
    sent = newSent;
    ackOwed = false;
  }

  /** Goes on from a screen at {@code offset}: what lies before it is not sent any more. */
  void jumpTo(long offset) {
    limit = Math.max(limit, offset + window);
    sent = offset;
    received = offset;
  }

  /**
   * @throws Fault OFFSET_OUT_OF_RANGE if that was never sent
   */
  void onReceived(long offset) {
    if (Long.compareUnsigned(offset, sent) > 0) {
      throw outOfRange("ack", offset, "<= " + sent + ", the last byte sent");
    }
    received = Math.max(received, offset);
  }

  void onCredit(long newLimit) {
    limit = Math.max(limit, newLimit);
  }

  boolean exitTold() {
    return exitTold;
  }

  void onExitTold() {
    exitTold = true;
  }

  // ---- input

  long inputAccepted() {
    return inputAccepted;
  }

  long inputLimit() {
    return inputLimit;
  }

  boolean ackOwed() {
    return ackOwed;
  }

  void onAcked() {
    ackOwed = false;
  }

  /**
   * Takes note of input at {@code offset} and tells how many bytes at its front are known already;
   * all of them is possible.
   *
   * @throws Fault OFFSET_OUT_OF_RANGE if there is a gap before it or more than was granted
   */
  int accept(long offset, int length) {
    if (offset < 0 || offset > inputAccepted) {
      throw outOfRange("data.offset", offset, "<= " + inputAccepted + ", what was accepted");
    }
    long end = offset + length;
    if (end > inputLimit) {
      throw outOfRange("data.offset", end, "<= " + inputLimit + ", what was granted");
    }
    ackOwed = true;
    int known = (int) Math.min(length, inputAccepted - offset);
    inputAccepted = Math.max(inputAccepted, end);
    return known;
  }

  /**
   * Grants more input once half of the window has been used.
   *
   * @param queued bytes that wait for the program
   * @return whether the limit has grown
   */
  boolean grantInput(int queued) {
    long granted = inputAccepted + Math.max(0, INPUT_WINDOW_BYTES - queued);
    if (granted - inputLimit < INPUT_WINDOW_BYTES / 2) {
      return false;
    }
    inputLimit = granted;
    return true;
  }

  private static Fault outOfRange(String field, long value, String expected) {
    String message =
        "%s: %s (expected: %s)".formatted(field, Long.toUnsignedString(value), expected);
    return new Fault(FaultCode.OFFSET_OUT_OF_RANGE, message, field, java.time.Duration.ZERO);
  }
}
