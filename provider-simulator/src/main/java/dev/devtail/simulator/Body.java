package dev.devtail.simulator;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/** A request's body. What is beyond the limit is read and dropped. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Body(byte[] bytes, boolean tooLarge) {

  private static final int FIRST_BYTES = 4096;

  static Mono<Body> read(HttpServerRequest request, int maxBytes) {
    return request.receive().collect(() -> new Reader(maxBytes), Reader::append).map(Reader::body);
  }

  /** Gathers one body. */
  private static final class Reader {

    private final int maxBytes;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BYTES);
    private boolean tooLarge;

    Reader(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    void append(ByteBuf piece) {
      tooLarge |= bytes.size() + piece.readableBytes() > maxBytes;
      if (tooLarge) {
        bytes.reset();
        return;
      }
      try {
        piece.readBytes(bytes, piece.readableBytes());
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }

    Body body() {
      return new Body(bytes.toByteArray(), tooLarge);
    }
  }
}
