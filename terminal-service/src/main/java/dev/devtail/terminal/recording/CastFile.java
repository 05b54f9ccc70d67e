package dev.devtail.terminal.recording;

import dev.devtail.terminal.domain.WindowSize;
import dev.devtail.terminal.text.Utf8Joiner;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes one asciicast v2 file (docs.asciinema.org/manual/asciicast/v2): a line with the header,
 * then a line for each event. Whole lines only go to the channel, so that what is read while it
 * grows ends with one. Belongs to the writer's thread.
 */
final class CastFile implements AutoCloseable {

  /** Lines are collected up to this many characters before they are written. */
  private static final int BUFFER_CHARS = 64 * 1024;

  private static final char FIRST_PRINTABLE = ' ';

  private final WritableByteChannel channel;
  private final Utf8Joiner joiner = new Utf8Joiner();
  private final StringBuilder lines = new StringBuilder();
  private long writtenBytes;
  private long writtenMillis;
  private long lastMillis;

  /** The channel did not take all: what follows would stand behind a torn line. */
  private boolean torn;

  CastFile(WritableByteChannel channel) {
    this.channel = channel;
  }

  void header(WindowSize size, Instant start, String title, Map<String, String> environment) {
    lines
        .append("{\"version\": 2, \"width\": ")
        .append(size.columns())
        .append(", \"height\": ")
        .append(size.rows())
        .append(", \"timestamp\": ")
        .append(start.getEpochSecond())
        .append(", \"title\": ");
    quote(title);
    lines.append(", \"env\": {");
    String comma = "";
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      lines.append(comma);
      quote(variable.getKey());
      lines.append(": ");
      quote(variable.getValue());
      comma = ", ";
    }
    lines.append("}}\n");
  }

  /** What the terminal showed, {@code millis} after the start. */
  void output(long millis, byte[] bytes) throws IOException {
    event(millis, 'o', joiner.join(bytes));
  }

  void resize(long millis, WindowSize size) throws IOException {
    event(millis, 'r', size.columns() + "x" + size.rows());
  }

  private void event(long millis, char kind, String data) throws IOException {
    if (data.isEmpty()) {
      return;
    }
    lastMillis = Math.max(lastMillis, millis);
    lines.append('[').append(lastMillis / 1000).append('.');
    long fraction = lastMillis % 1000;
    lines.append((char) ('0' + fraction / 100)).append((char) ('0' + fraction / 10 % 10));
    lines.append((char) ('0' + fraction % 10)).append(", \"").append(kind).append("\", ");
    quote(data);
    lines.append("]\n");
    if (lines.length() >= BUFFER_CHARS) {
      flush();
    }
  }

  private void quote(String text) {
    lines.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> lines.append("\\\"");
        case '\\' -> lines.append("\\\\");
        case '\n' -> lines.append("\\n");
        case '\r' -> lines.append("\\r");
        case '\t' -> lines.append("\\t");
        default -> {
          if (c < FIRST_PRINTABLE) {
            lines.append("\\u00").append((char) ('0' + (c >> 4))).append(hexDigit(c & 0xF));
          } else {
            lines.append(c);
          }
        }
      }
    }
    lines.append('"');
  }

  private static char hexDigit(int value) {
    return Character.forDigit(value, 16);
  }

  /**
   * Hands what was collected to the system: it is kept even if this process is killed.
   *
   * @throws IOException if that does not take all of it; nothing is written after that
   */
  void flush() throws IOException {
    byte[] collected = lines.toString().getBytes(StandardCharsets.UTF_8);
    lines.setLength(0);
    ByteBuffer rest = ByteBuffer.wrap(collected);
    try {
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    } catch (IOException failure) {
      torn = true;
      onTorn(new String(collected, 0, rest.position(), StandardCharsets.UTF_8));
      throw failure;
    }
    writtenBytes += collected.length;
    writtenMillis = lastMillis;
  }

  private void onTorn(String taken) {
    String whole = taken.substring(0, taken.lastIndexOf('\n') + 1);
    writtenBytes += whole.getBytes(StandardCharsets.UTF_8).length;
    int last = whole.lastIndexOf('\n', whole.length() - 2) + 1;
    if (whole.startsWith("[", last)) {
      String seconds = whole.substring(last + 1, whole.indexOf(',', last));
      writtenMillis = new BigDecimal(seconds).movePointRight(3).longValue();
    }
  }

  /** Size of the whole lines in the file, without what is still collected. */
  long writtenBytes() {
    return writtenBytes;
  }

  /** Time of the last event that is in the file. */
  long durationMillis() {
    return writtenMillis;
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (!torn) {
        event(lastMillis, 'o', joiner.end());
        flush();
      }
    }
  }
}
