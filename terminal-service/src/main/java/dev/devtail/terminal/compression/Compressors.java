package dev.devtail.terminal.compression;

import dev.devtail.protocol.v1.Compression;
import dev.devtail.terminal.domain.TerminalLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The compressors of a service: one of a kind for each loop, made when a viewer first wants it. */
public final class Compressors implements AutoCloseable {

  private record Key(TerminalLoop loop, Compression compression) {}

  private final Map<Key, OutputCompressor> made = new ConcurrentHashMap<>();

  /**
   * @return to be used on the loop only; null if output is to go as it is
   */
  public @Nullable OutputCompressor on(TerminalLoop loop, Compression compression) {
    return switch (compression) {
      case COMPRESSION_DEFLATE, COMPRESSION_ZSTD ->
          made.computeIfAbsent(
              new Key(loop, compression), key -> new OutputCompressor(make(compression)));
      case COMPRESSION_NONE, COMPRESSION_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  private static Compressor make(Compression compression) {
    return compression == Compression.COMPRESSION_ZSTD
        ? new ZstdCompressor()
        : new DeflateCompressor();
  }

  /** Once the loops have stopped. */
  @Override
  public void close() {
    made.values().forEach(OutputCompressor::close);
    made.clear();
  }
}
