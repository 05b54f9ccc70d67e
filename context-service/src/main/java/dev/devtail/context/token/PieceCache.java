package dev.devtail.context.token;

import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of pieces that are met again and again. A new one takes the place of the one before it
 * in its slot. Threads race for slots without harm: what they read is right or not there.
 */
final class PieceCache {

  /** In all; a power of two. With their texts some ten megabytes. */
  private static final int SLOTS = 1 << 17;

  /** Longer ones are not kept. In UTF-16 characters. */
  private static final int MAX_LENGTH = 64;

  private record Counted(String piece, int tokens) {}

  private final @Nullable Counted[] slots = new Counted[SLOTS];

  /** The tokens of a part of a text. */
  int get(String text, int start, int end, ToIntFunction<String> count) {
    int length = end - start;
    if (length > MAX_LENGTH) {
      return count.applyAsInt(text.substring(start, end));
    }
    int hash = 0;
    for (int at = start; at < end; at++) {
      hash = 31 * hash + text.charAt(at);
    }
    int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    Counted known = slots[slot];
    if (known != null && known.piece.length() == length && text.startsWith(known.piece, start)) {
      return known.tokens;
    }
    String piece = text.substring(start, end);
    int tokens = count.applyAsInt(piece);
    slots[slot] = new Counted(piece, tokens);
    return tokens;
  }
}
