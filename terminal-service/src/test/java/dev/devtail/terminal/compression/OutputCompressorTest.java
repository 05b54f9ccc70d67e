package dev.devtail.terminal.compression;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdDecompressCtx;
import dev.devtail.protocol.v1.Compression;
import dev.devtail.terminal.domain.OutputRing;
import dev.devtail.terminal.testing.VirtualLoop;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutputCompressorTest {

  private static final int RING_BYTES = 64 * 1024;

  private final Compressors compressors = new Compressors();
  private final VirtualLoop loop = new VirtualLoop();

  @AfterEach
  void close() {
    compressors.close();
  }

  private OutputCompressor compressor(Compression compression) {
    OutputCompressor made = compressors.on(loop, compression);
    if (made == null) {
      throw new AssertionError("none for " + compression);
    }
    return made;
  }

  /** A viewer that has every byte since {@code known}, whatever the ring has lost since. */
  @ParameterizedTest
  @EnumSource(names = {"COMPRESSION_DEFLATE", "COMPRESSION_ZSTD"})
  void whoeverHasWhatCameBeforeHasWhatComesNext(Compression compression) throws Exception {
    OutputCompressor compressor = compressor(compression);
    int saved = 0;
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      OutputRing ring = new OutputRing(RING_BYTES);
      byte[] before = text(random, random.nextInt(3 * RING_BYTES));
      ring.append(before, 0, before.length);
      long known = ring.end() - random.nextInt(Math.min(before.length, RING_BYTES / 2) + 1);
      ByteArrayOutputStream viewer = new ByteArrayOutputStream();
      viewer.write(before, (int) known, (int) (ring.end() - known));
      for (int i = 0; i < 40; i++) {
        byte[] piece = text(random, 1 + random.nextInt(6_000));
        ring.append(piece, 0, piece.length);
        long sent = known + viewer.size();
        while (sent < ring.end()) {
          int length = ring.contiguous(sent);
          int compressed = compressor.output(ring, known, sent, length);
          viewer.writeBytes(
              compressed == 0
                  ? Arrays.copyOfRange(
                      ring.chunkOf(sent), ring.indexOf(sent), ring.indexOf(sent) + length)
                  : undo(
                      compression,
                      lastOf(viewer.toByteArray()),
                      Arrays.copyOf(compressor.compressed(), compressed),
                      length));
          saved += compressed == 0 ? 0 : length - compressed;
          sent += length;
        }
        byte[] all = viewer.toByteArray();
        assertThat(Arrays.copyOfRange(all, all.length - piece.length, all.length)).isEqualTo(piece);
      }
    }
    assertThat(saved).isPositive();
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPRESSION_DEFLATE", "COMPRESSION_ZSTD"})
  void piecesOfAScreenHaveThoseBeforeAsTheirDictionary(Compression compression) throws Exception {
    byte[] dump = text(new Random(1), 50_000);
    OutputCompressor compressor = compressor(compression);
    for (int start = 0; start < dump.length; start += 10_000) {
      int compressed = compressor.screen(dump, start, 10_000);
      assertThat(compressed).isBetween(1, 9_000);
      byte[] piece = Arrays.copyOf(compressor.compressed(), compressed);
      byte[] dictionary = lastOf(Arrays.copyOf(dump, start));
      assertThat(undo(compression, dictionary, piece, 10_000))
          .isEqualTo(Arrays.copyOfRange(dump, start, start + 10_000));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPRESSION_DEFLATE", "COMPRESSION_ZSTD"})
  void whatDoesNotShrinkGoesAsItIs(Compression compression) {
    byte[] noise = new byte[8_000];
    new Random(3).nextBytes(noise);
    OutputRing ring = new OutputRing(RING_BYTES);
    ring.append(noise, 0, noise.length);
    assertThat(compressor(compression).output(ring, 0, 0, noise.length)).isZero();
    assertThat(compressor(compression).output(ring, 0, 0, 1)).isZero();
  }

  @Test
  void whoWantsNoneHasNone() {
    assertThat(compressors.on(loop, Compression.COMPRESSION_NONE)).isNull();
    assertThat(compressors.on(loop, Compression.UNRECOGNIZED)).isNull();
  }

  @Test
  void aLoopHasOneOfAKind() {
    OutputCompressor deflate = compressor(Compression.COMPRESSION_DEFLATE);
    assertThat(compressor(Compression.COMPRESSION_DEFLATE)).isSameAs(deflate);
    assertThat(compressor(Compression.COMPRESSION_ZSTD)).isNotSameAs(deflate);
    assertThat(compressors.on(new VirtualLoop(), Compression.COMPRESSION_DEFLATE))
        .isNotSameAs(deflate);
  }

  private static byte[] lastOf(byte[] known) {
    return Arrays.copyOfRange(
        known, Math.max(0, known.length - Compressor.DICTIONARY_BYTES), known.length);
  }

  private static byte[] undo(
      Compression compression, byte[] dictionary, byte[] compressed, int length)
      throws DataFormatException {
    byte[] piece = new byte[length];
    if (compression == Compression.COMPRESSION_ZSTD) {
      try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
        context.setMagicless(true).loadDict(dictionary);
        context.decompressByteArray(piece, 0, length, compressed, 0, compressed.length);
      }
      return piece;
    }
    Inflater inflater = new Inflater(true);
    inflater.setDictionary(dictionary);
    inflater.setInput(compressed);
    assertThat(inflater.inflate(piece)).isEqualTo(length);
    inflater.end();
    return piece;
  }

  private static byte[] text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    String[] words = {"drwxr-xr-x", " 2 ada ", "\033[1m", "main.rs", "\r\n", "4096 Nov 21 "};
    while (text.length() < length) {
      text.append(words[random.nextInt(words.length)]).append(random.nextInt(10));
    }
    return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
  }
}
