package dev.devtail.context.token;

import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of lines that are met again and again. A new one takes the place of the one before it
 * in its slot. Threads race for slots without harm: what they read is right or not there.
 */
final class SegmentCache {

  /** In all; a power of two. */
  private static final int SLOTS = 1 << 16;

  /** Longer ones are not kept. In UTF-16 characters. */
  private static final int MAX_LENGTH = 120;

  private record Counted(String segment, int tokens) {}

  private final @Nullable Counted[] slots = new Counted[SLOTS];

  int get(String segment, ToIntFunction<String> count) {
    if (segment.length() > MAX_LENGTH) {
      return count.applyAsInt(segment);
    }
    int hash = segment.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    Counted known = slots[slot];
    if (known != null && known.segment.equals(segment)) {
      return known.tokens;
    }
    int tokens = count.applyAsInt(segment);
    slots[slot] = new Counted(segment, tokens);
    return tokens;
  }
}
