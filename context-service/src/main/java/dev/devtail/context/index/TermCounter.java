package dev.devtail.context.index;

import java.util.Arrays;

/** Counts words in an open table of hashes; no object comes into being for a word. */
final class TermCounter implements Words.Sink {

  private static final int FIRST_CAPACITY = 256;

  /** 0 stands for none: that a word has this hash is as likely as that two share one. */
  private long[] words = new long[FIRST_CAPACITY];

  private int[] counts = new int[FIRST_CAPACITY];
  private int size;
  private int length;

  @Override
  public void word(long hash, boolean compound) {
    if (!compound) {
      length++;
    }
    int at = place(words, hash);
    if (words[at] == 0) {
      if (2 * size >= words.length) {
        grow();
        at = place(words, hash);
      }
      words[at] = hash;
      size++;
    }
    counts[at]++;
  }

  private static int place(long[] table, long hash) {
    int mask = table.length - 1;
    int at = (int) hash & mask;
    while (table[at] != 0 && table[at] != hash) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    long[] larger = new long[2 * words.length];
    int[] largerCounts = new int[larger.length];
    for (int i = 0; i < words.length; i++) {
      if (words[i] != 0) {
        int at = place(larger, words[i]);
        larger[at] = words[i];
        largerCounts[at] = counts[i];
      }
    }
    words = larger;
    counts = largerCounts;
  }

  /** What was counted. */
  Terms terms() {
    long[] sorted = new long[size];
    int next = 0;
    for (long word : words) {
      if (word != 0) {
        sorted[next++] = word;
      }
    }
    Arrays.sort(sorted);
    int[] sortedCounts = new int[size];
    for (int i = 0; i < size; i++) {
      sortedCounts[i] = counts[place(words, sorted[i])];
    }
    return new Terms(sorted, sortedCounts, length);
  }
}
