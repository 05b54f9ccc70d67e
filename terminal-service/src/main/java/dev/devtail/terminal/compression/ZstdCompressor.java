package dev.devtail.terminal.compression;

import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Arrays;

/** Zstandard (RFC 8878) without anything in its frames that both ends know. */
final class ZstdCompressor implements Compressor {

  private static final int LEVEL = 3;

  private final ZstdCompressCtx context =
      new ZstdCompressCtx()
          .setLevel(LEVEL)
          .setMagicless(true)
          .setContentSize(false)
          .setChecksum(false)
          .setDictID(false);

  @Override
  public int compress(
      byte[] dictionary,
      int dictionaryLength,
      byte[] source,
      int start,
      int length,
      byte[] target,
      int room) {
    context.loadDict(Arrays.copyOf(dictionary, dictionaryLength));
    int compressed = context.compressByteArray(target, 0, target.length, source, start, length);
    return compressed <= room ? compressed : 0;
  }

  @Override
  public void close() {
    context.close();
  }
}
