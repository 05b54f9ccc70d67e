package dev.devtail.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdCompressCtx;
import com.google.protobuf.ByteString;
import dev.devtail.protocol.v1.Compression;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecompressorTest {

  private static byte[] compress(Compression compression, byte[] dictionary, byte[] piece) {
    if (compression == Compression.COMPRESSION_ZSTD) {
      try (ZstdCompressCtx context = new ZstdCompressCtx()) {
        context.setMagicless(true).setContentSize(false).setChecksum(false).setDictID(false);
        return context.loadDict(dictionary).compress(piece);
      }
    }
    Deflater deflater = new Deflater(6, true);
    deflater.setDictionary(dictionary);
    deflater.setInput(piece);
    deflater.finish();
    byte[] target = new byte[piece.length + 100];
    int length = deflater.deflate(target);
    deflater.end();
    return Arrays.copyOf(target, length);
  }

  private static byte[] text(Random random, int length) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) ('a' + random.nextInt(3));
    }
    return text;
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPRESSION_DEFLATE", "COMPRESSION_ZSTD"})
  void whatCameBeforeIsTheDictionary(Compression compression) throws Exception {
    Decompressor decompressor = new Decompressor(compression);
    Random random = new Random(5);
    byte[] before = new byte[0];
    for (int i = 0; i < 300; i++) {
      if (random.nextInt(20) == 0) {
        decompressor.restart();
        before = new byte[0];
      }
      byte[] piece = text(random, 1 + random.nextInt(9_000));
      boolean raw = random.nextInt(3) == 0;
      byte[] payload = raw ? piece : compress(compression, before, piece);
      ByteString came = decompressor.next(ByteString.copyFrom(payload), raw ? 0 : piece.length);
      assertThat(came.toByteArray()).isEqualTo(piece);
      byte[] all = Arrays.copyOf(before, before.length + piece.length);
      System.arraycopy(piece, 0, all, before.length, piece.length);
      before =
          Arrays.copyOfRange(
              all, Math.max(0, all.length - Decompressor.DICTIONARY_BYTES), all.length);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPRESSION_DEFLATE", "COMPRESSION_ZSTD"})
  void whatIsNotAsItSaysIsRefused(Compression compression) {
    Decompressor decompressor = new Decompressor(compression);
    byte[] piece = text(new Random(1), 5_000);
    ByteString payload = ByteString.copyFrom(compress(compression, new byte[0], piece));
    assertRefused(decompressor, payload, 4_999);
    assertRefused(decompressor, payload, 5_001);
    assertRefused(decompressor, payload, 70_000);
    assertRefused(decompressor, payload, -1);
    assertRefused(decompressor, payload.substring(0, payload.size() / 2), 5_000);
    assertRefused(decompressor, ByteString.copyFromUtf8("this is no compressed piece"), 5_000);
    assertRefused(decompressor, ByteString.EMPTY, 5_000);
  }

  @Test
  void nothingIsCompressedUnasked() {
    assertRefused(new Decompressor(Compression.COMPRESSION_NONE), ByteString.EMPTY, 10);
  }

  private static void assertRefused(Decompressor decompressor, ByteString payload, int length) {
    assertThatThrownBy(() -> decompressor.next(payload, length))
        .isInstanceOf(MalformedPieceException.class);
  }
}
