package dev.devtail.router.translate;

import dev.devtail.router.sse.EventReader;
import java.util.function.Consumer;

/** How a provider's stream is cut into pieces that mean something. */
enum StreamFraming {
  /** Server-sent events. */
  EVENTS {
    @Override
    Splitter splitter() {
      EventReader reader = new EventReader(MAX_PIECE_BYTES);
      return (bytes, to) -> reader.read(bytes, 0, bytes.length, event -> to.accept(event.data()));
    }
  },

  /** A JSON object a line. */
  LINES {
    @Override
    Splitter splitter() {
      return new LineSplitter(MAX_PIECE_BYTES);
    }
  };

  /** Longest event or line, in bytes. */
  static final int MAX_PIECE_BYTES = 8 << 20;

  /** Cuts one stream. */
  @FunctionalInterface
  interface Splitter {

    /**
     * @throws dev.devtail.router.sse.EventTooLargeException if a piece is too long
     */
    void split(byte[] bytes, Consumer<String> to);
  }

  abstract Splitter splitter();
}
