package dev.devtail.context.cache;

import dev.devtail.context.index.FileFacts;
import dev.devtail.context.index.Terms;
import dev.devtail.context.workspace.ContentHash;
import dev.devtail.syntax.CodeMapCodec;
import dev.devtail.syntax.Language;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Facts as bytes. What is of another version, or damaged, is not there. */
final class FactsCodec {

  /** Raised when words are cut otherwise than before. */
  private static final byte VERSION = 1;

  private static final int HEAD = 2 + Long.BYTES + 3 * Integer.BYTES;
  private static final int TERM = Long.BYTES + Integer.BYTES;

  private FactsCodec() {}

  static byte[] encode(FileFacts facts) {
    byte[] map = facts.encodedMap();
    Terms terms = facts.terms();
    ByteBuffer out = ByteBuffer.allocate(HEAD + terms.size() * TERM + map.length);
    out.put(VERSION).put((byte) CodeMapCodec.VERSION).putLong(facts.bytes());
    out.putInt(terms.length()).putInt(terms.size()).putInt(map.length);
    for (int i = 0; i < terms.size(); i++) {
      out.putLong(terms.words()[i]).putInt(terms.counts()[i]);
    }
    return out.put(map).array();
  }

  static Optional<FileFacts> decode(ContentHash hash, Language language, byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      if (in.get() != VERSION || in.get() != CodeMapCodec.VERSION) {
        return Optional.empty();
      }
      long size = in.getLong();
      int length = in.getInt();
      int terms = in.getInt();
      int mapLength = in.getInt();
      if (terms < 0 || mapLength < 0 || in.remaining() != (long) terms * TERM + mapLength) {
        return Optional.empty();
      }
      long[] words = new long[terms];
      int[] counts = new int[terms];
      for (int i = 0; i < terms; i++) {
        words[i] = in.getLong();
        counts[i] = in.getInt();
      }
      byte[] map = new byte[mapLength];
      in.get(map);
      return Optional.of(
          new FileFacts(hash, size, language, map, new Terms(words, counts, length)));
    } catch (BufferUnderflowException damaged) {
      return Optional.empty();
    }
  }
}
