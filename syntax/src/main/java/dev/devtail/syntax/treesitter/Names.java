package dev.devtail.syntax.treesitter;

import dev.devtail.syntax.Symbol;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The names of a file, one string for each, in memory that is used again. */
final class Names {

  private static final int SMALLEST_TABLE = 1 << 10;

  private static final int FREE = 0;

  /** Entries plus one by the hash of their bytes; open addressing. */
  private int[] table = new int[SMALLEST_TABLE];

  private String[] names = new String[SMALLEST_TABLE / 2];
  private int[] hashes = new int[SMALLEST_TABLE / 2];
  private int[] starts = new int[SMALLEST_TABLE / 2];
  private int[] lengths = new int[SMALLEST_TABLE / 2];
  private int[] lastLines = new int[SMALLEST_TABLE / 2];
  private int size;

  void clear() {
    if (table.length > SMALLEST_TABLE && size < table.length / 16) {
      table = new int[Math.max(SMALLEST_TABLE, table.length / 4)];
    } else {
      Arrays.fill(table, FREE);
    }
    Arrays.fill(names, 0, size, null);
    size = 0;
  }

  /** The entry of the name that is written there. */
  int entry(byte[] content, int start, int end) {
    int length = end - start;
    int hash = hash(content, start, end);
    int mask = table.length - 1;
    int slot = hash & mask;
    while (table[slot] != FREE) {
      int entry = table[slot] - 1;
      if (hashes[entry] == hash
          && lengths[entry] == length
          && Arrays.equals(content, starts[entry], starts[entry] + length, content, start, end)) {
        return entry;
      }
      slot = (slot + 1) & mask;
    }
    if (size == names.length) {
      grow();
    }
    names[size] =
        Text.cut(new String(content, start, length, StandardCharsets.UTF_8), Symbol.MAX_NAME);
    hashes[size] = hash;
    starts[size] = start;
    lengths[size] = length;
    lastLines[size] = 0;
    table[slot] = size + 1;
    size++;
    if (size * 2 > table.length) {
      rehash();
    }
    return size - 1;
  }

  private static int hash(byte[] content, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + content[i];
    }
    return hash ^ hash >>> 15;
  }

  private void grow() {
    int larger = size * 2;
    names = Arrays.copyOf(names, larger);
    hashes = Arrays.copyOf(hashes, larger);
    starts = Arrays.copyOf(starts, larger);
    lengths = Arrays.copyOf(lengths, larger);
    lastLines = Arrays.copyOf(lastLines, larger);
  }

  private void rehash() {
    table = new int[table.length * 2];
    int mask = table.length - 1;
    for (int entry = 0; entry < size; entry++) {
      int slot = hashes[entry] & mask;
      while (table[slot] != FREE) {
        slot = (slot + 1) & mask;
      }
      table[slot] = entry + 1;
    }
  }

  String name(int entry) {
    return names[entry];
  }

  /** Whether this is the first time that the name is asked for on that line, lines in order. */
  boolean isNewOnLine(int entry, int line) {
    if (lastLines[entry] == line) {
      return false;
    }
    lastLines[entry] = line;
    return true;
  }
}
