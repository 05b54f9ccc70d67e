package dev.devtail.router.sse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads events out of a stream that comes in pieces of any size, and says where each ends, so that
 * the stream itself can be passed on byte for byte and be stopped between two events. Lines end in
 * LF, CR or both; comments, ids and unknown fields are passed over. Not thread-safe.
 */
public final class EventReader {

  /** Told of each event that has data. */
  @FunctionalInterface
  public interface Listener {
    void onEvent(ServerSentEvent event);
  }

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int FIRST_LINE_BYTES = 512;

  private final int maxEventBytes;
  private byte[] line = new byte[FIRST_LINE_BYTES];
  private int lineLength;
  private boolean afterCarriageReturn;
  private boolean beforeFirstLine = true;
  private String type = "";
  private @Nullable StringBuilder data;

  /** Bytes since the last event ended. */
  private long pending;

  /**
   * @param maxEventBytes of one event, its field names and comments included
   */
  public EventReader(int maxEventBytes) {
    this.maxEventBytes = maxEventBytes;
  }

  /**
   * Reads on.
   *
   * @return how many of these bytes belong to events that are complete, and to what is between
   *     them; what follows belongs to one that has begun
   * @throws EventTooLargeException if an event is longer than what was agreed
   */
  public int read(byte[] bytes, int from, int length, Listener listener) {
    int complete = 0;
    for (int i = 0; i < length; i++) {
      byte next = bytes[from + i];
      pending++;
      if (next == '\n' && afterCarriageReturn) {
        // The second half of a line end. That of an empty line belongs to the event it has ended.
        afterCarriageReturn = false;
        if (pending == 1) {
          pending = 0;
          complete = i + 1;
        }
        continue;
      }
      afterCarriageReturn = next == '\r';
      if (next != '\n' && next != '\r') {
        append(next);
      } else if (endLine(listener)) {
        pending = 0;
        complete = i + 1;
      }
    }
    return complete;
  }

  /** Whether an event has begun and not ended. */
  public boolean isWithinEvent() {
    return pending > 0;
  }

  private void append(byte next) {
    if (pending > maxEventBytes) {
      throw new EventTooLargeException(maxEventBytes);
    }
    if (lineLength == line.length) {
      line = Arrays.copyOf(line, 2 * line.length);
    }
    line[lineLength++] = next;
  }

  /** Returns whether it was the empty line behind an event. */
  private boolean endLine(Listener listener) {
    int start = 0;
    if (beforeFirstLine) {
      beforeFirstLine = false;
      start = startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
    }
    int end = lineLength;
    lineLength = 0;
    if (start == end) {
      dispatch(listener);
      return true;
    }
    field(start, end);
    return false;
  }

  private boolean startsWith(byte[] prefix) {
    return lineLength >= prefix.length
        && Arrays.equals(line, 0, prefix.length, prefix, 0, prefix.length);
  }

  private void field(int start, int end) {
    int colon = start;
    while (colon < end && line[colon] != ':') {
      colon++;
    }
    int value = colon + 1 < end && line[colon + 1] == ' ' ? colon + 2 : colon + 1;
    if (isField("data", start, colon)) {
      StringBuilder lines = data;
      if (lines == null) {
        lines = new StringBuilder();
        data = lines;
      } else {
        lines.append('\n');
      }
      lines.append(text(value, end));
    } else if (isField("event", start, colon)) {
      type = text(value, end);
    }
  }

  private boolean isField(String name, int start, int end) {
    if (end - start != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (line[start + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private String text(int from, int end) {
    return from >= end ? "" : new String(line, from, end - from, StandardCharsets.UTF_8);
  }

  private void dispatch(Listener listener) {
    StringBuilder lines = data;
    String named = type;
    data = null;
    type = "";
    if (lines != null) {
      listener.onEvent(new ServerSentEvent(named, lines.toString()));
    }
  }
}
