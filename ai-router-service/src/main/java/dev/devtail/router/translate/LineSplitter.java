package dev.devtail.router.translate;

import dev.devtail.router.sse.EventTooLargeException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts a stream at its line feeds. Empty lines are passed over. */
final class LineSplitter implements StreamFraming.Splitter {

  private final int maxBytes;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  LineSplitter(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void split(byte[] bytes, Consumer<String> to) {
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        append(bytes, start, i);
        start = i + 1;
        String whole = line.toString(StandardCharsets.UTF_8).strip();
        line.reset();
        if (!whole.isEmpty()) {
          to.accept(whole);
        }
      }
    }
    append(bytes, start, bytes.length);
  }

  private void append(byte[] bytes, int from, int to) {
    if (line.size() + to - from > maxBytes) {
      throw new EventTooLargeException(maxBytes);
    }
    line.write(bytes, from, to - from);
  }
}
