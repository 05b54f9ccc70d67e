package dev.devtail.client;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.google.protobuf.ByteString;
import dev.devtail.protocol.v1.Compression;
import dev.devtail.protocol.v1.Welcome;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Undoes what {@code unpacked_bytes} of Data and Screen says. The last 16 KiB of the stream are the
 * dictionary of the next piece.
 */
final class Decompressor {

  /** Dictionary, in bytes. */
  static final int DICTIONARY_BYTES = 16 * 1024;

  /** Largest piece, in bytes, as the schema has it. */
  private static final int MAX_PIECE_BYTES = 64 * 1024;

  private final Compression compression;

  /** The newest bytes are at the end, {@link #filled} of them. */
  private final byte[] window = new byte[DICTIONARY_BYTES];

  private int filled;

  /**
   * @param compression what {@link Welcome} says
   */
  Decompressor(Compression compression) {
    this.compression = compression;
  }

  /** A new stream begins: Opened, or a screen. */
  void restart() {
    filled = 0;
  }

  /**
   * The next piece of the stream.
   *
   * @param unpackedBytes 0 if it is as it is
   * @throws MalformedPieceException if nothing of that size comes of it
   */
  ByteString next(ByteString payload, int unpackedBytes) throws MalformedPieceException {
    if (unpackedBytes == 0) {
      remember(payload.toByteArray());
      return payload;
    }
    if (unpackedBytes < 0 || unpackedBytes > MAX_PIECE_BYTES) {
      throw new MalformedPieceException("a piece of " + unpackedBytes + " bytes");
    }
    byte[] dictionary = Arrays.copyOfRange(window, window.length - filled, window.length);
    byte[] piece = new byte[unpackedBytes];
    int length =
        switch (compression) {
          case COMPRESSION_DEFLATE -> inflate(payload.toByteArray(), dictionary, piece);
          case COMPRESSION_ZSTD -> unzstd(payload.toByteArray(), dictionary, piece);
          default -> throw new MalformedPieceException("compressed without being asked for");
        };
    if (length != unpackedBytes) {
      throw new MalformedPieceException(
          "%d bytes came of a piece of %d".formatted(length, unpackedBytes));
    }
    remember(piece);
    return ByteString.copyFrom(piece);
  }

  private static int inflate(byte[] compressed, byte[] dictionary, byte[] piece)
      throws MalformedPieceException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setDictionary(dictionary);
      inflater.setInput(compressed);
      int length = inflater.inflate(piece);
      // The end may be marked behind the last byte, but another byte may not come.
      return length < piece.length ? length : length + inflater.inflate(new byte[1]);
    } catch (DataFormatException e) {
      throw new MalformedPieceException("malformed DEFLATE: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }

  private static int unzstd(byte[] compressed, byte[] dictionary, byte[] piece)
      throws MalformedPieceException {
    try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
      context.setMagicless(true).loadDict(dictionary);
      return context.decompressByteArray(piece, 0, piece.length, compressed, 0, compressed.length);
    } catch (ZstdException e) {
      throw new MalformedPieceException("malformed Zstandard: " + e.getMessage());
    }
  }

  private void remember(byte[] piece) {
    int kept = Math.min(piece.length, window.length);
    System.arraycopy(window, kept, window, 0, window.length - kept);
    System.arraycopy(piece, piece.length - kept, window, window.length - kept, kept);
    filled = Math.min(window.length, filled + piece.length);
  }
}
