package dev.devtail.terminal.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Reads the lines of a recording one after the other, as {@link CastFile} writes them. A last line
 * that is not finished is not there, a damaged one is passed over as {@link Kind#OTHER}. The data
 * of an event is in {@link #data} until the next one.
 */
final class CastReader implements AutoCloseable {

  /** What a line is. */
  enum Kind {
    HEADER,
    OUTPUT,
    RESIZE,
    /** Something that we do not write: asciicast allows it, or it is damaged. */
    OTHER
  }

  private static final int FIRST_BYTES = 256 * 1024;

  /** A longer line is none of ours: the recording ends before it. */
  private static final int MAX_LINE_BYTES = 64 << 20;

  private final FileChannel channel;
  private byte[] buffer = new byte[FIRST_BYTES];
  private int start;
  private int filled;

  /** Where in the file {@code buffer[start]} is. */
  private long offset;

  private int lineEnd;
  private long timeMillis;
  private byte[] data = new byte[FIRST_BYTES];
  private int length;

  /**
   * @param offset where a line begins
   */
  CastReader(Path file, long offset) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.offset = offset;
    try {
      channel.position(offset);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Where in the file the next line begins. */
  long offset() {
    return offset;
  }

  /** Time of the last event that was read. */
  long timeMillis() {
    return timeMillis;
  }

  /**
   * Of an output event what was shown, of a resize event {@code 80x24}, of the header all of it.
   */
  byte[] data() {
    return data;
  }

  int length() {
    return length;
  }

  /** Whether there is one more line, without going to it. */
  boolean hasNext() throws IOException {
    int from = start;
    while (true) {
      for (int i = from; i < filled; i++) {
        if (buffer[i] == '\n') {
          lineEnd = i;
          return true;
        }
      }
      from = filled - start;
      makeRoom();
      if (filled == buffer.length) {
        return false;
      }
      int count = channel.read(ByteBuffer.wrap(buffer, filled, buffer.length - filled));
      if (count <= 0) {
        return false;
      }
      filled += count;
    }
  }

  private void makeRoom() {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, filled - start);
      filled -= start;
      start = 0;
    }
    if (filled == buffer.length && filled < MAX_LINE_BYTES) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
  }

  /** Time of the line that {@link #hasNext} has found; of the last event if it has none. */
  long nextTimeMillis() {
    if (buffer[start] != '[') {
      return timeMillis;
    }
    long seconds = 0;
    int at = start + 1;
    while (at < lineEnd && buffer[at] >= '0' && buffer[at] <= '9') {
      seconds = seconds * 10 + (buffer[at++] - '0');
    }
    long millis = 0;
    int scale = 100;
    if (at < lineEnd && buffer[at] == '.') {
      for (at++; at < lineEnd && buffer[at] >= '0' && buffer[at] <= '9'; at++, scale /= 10) {
        millis += (long) scale * (buffer[at] - '0');
      }
    }
    return at < lineEnd && buffer[at] == ',' ? seconds * 1000 + millis : timeMillis;
  }

  /** Goes to the line that {@link #hasNext} has found. */
  Kind next() {
    Kind kind = buffer[start] == '{' ? header() : event();
    offset += lineEnd + 1 - start;
    start = lineEnd + 1;
    return kind;
  }

  private Kind header() {
    length = lineEnd - start;
    reserve(length);
    System.arraycopy(buffer, start, data, 0, length);
    return Kind.HEADER;
  }

  private Kind event() {
    timeMillis = nextTimeMillis();
    int kindAt = behindQuote(start);
    int dataAt = kindAt < 0 ? -1 : behindQuote(kindAt + 2);
    if (dataAt < 0 || !unquote(dataAt)) {
      length = 0;
      return Kind.OTHER;
    }
    return switch (buffer[kindAt]) {
      case 'o' -> Kind.OUTPUT;
      case 'r' -> Kind.RESIZE;
      default -> Kind.OTHER;
    };
  }

  /** Where the next quote of the line ends, -1 if there is none. */
  private int behindQuote(int from) {
    for (int i = from; i < lineEnd; i++) {
      if (buffer[i] == '"') {
        return i + 1;
      }
    }
    return -1;
  }

  /** Whether that could be done: it is not if the text does not end, or not as it should. */
  private boolean unquote(int from) {
    reserve(lineEnd - from);
    length = 0;
    int at = from;
    while (at >= 0 && at < lineEnd && buffer[at] != '"') {
      if (buffer[at] == '\\') {
        at = escaped(at + 1);
      } else {
        data[length++] = buffer[at++];
      }
    }
    return at >= 0 && at < lineEnd;
  }

  /** Returns where it goes on behind the escape, -1 if it is none. */
  private int escaped(int at) {
    switch (buffer[at]) {
      case 'n' -> data[length++] = '\n';
      case 'r' -> data[length++] = '\r';
      case 't' -> data[length++] = '\t';
      case 'b' -> data[length++] = '\b';
      case 'f' -> data[length++] = '\f';
      case 'u' -> {
        return unicode(at + 1);
      }
      default -> data[length++] = buffer[at];
    }
    return at + 1;
  }

  /** Only control characters are written so; a surrogate becomes a question mark. */
  private int unicode(int at) {
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      int digit = i < lineEnd ? Character.digit(buffer[i], 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * 16 + digit;
    }
    byte[] encoded = Character.toString(value).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    System.arraycopy(encoded, 0, data, length, encoded.length);
    length += encoded.length;
    return at + 4;
  }

  private void reserve(int bytes) {
    if (data.length < bytes) {
      data = new byte[Math.max(bytes, data.length * 2)];
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
