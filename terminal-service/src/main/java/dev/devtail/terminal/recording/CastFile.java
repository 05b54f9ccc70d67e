package dev.devtail.terminal.recording;

import dev.devtail.terminal.domain.WindowSize;
import dev.devtail.terminal.text.Utf8Joiner;
import java.io.IOException;
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
  private long lastMillis;

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

  /** Hands what was collected to the system: it is kept even if this process is killed. */
  void flush() throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
    lines.setLength(0);
    while (bytes.hasRemaining()) {
      writtenBytes += channel.write(bytes);
    }
  }

  /** Size of the file, without what is still collected. */
  long writtenBytes() {
    return writtenBytes;
  }

  /** Time of the last event. */
  long durationMillis() {
    return lastMillis;
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      event(lastMillis, 'o', joiner.end());
      flush();
    }
  }
}
