package dev.devtail.context.index;

import java.util.Arrays;

/**
 * For each word the documents that hold it, each with a weight of 32 bits whose meaning is the
 * owner's, as is the number of a document. Not thread-safe.
 */
final class Postings {

  private static final int FIRST_CAPACITY = 1 << 12;

  private long[] words = new long[FIRST_CAPACITY];

  /** Document, weight, document, weight…; null where there is no word. */
  private int[][] lists = new int[FIRST_CAPACITY][];

  /** Ints in use of each list. */
  private int[] ends = new int[FIRST_CAPACITY];

  private int size;

  void add(long word, int document, int weight) {
    int at = place(words, word);
    if (words[at] == 0) {
      if (2 * size >= words.length) {
        grow();
        at = place(words, word);
      }
      words[at] = word;
      lists[at] = new int[2];
      size++;
    }
    int end = ends[at];
    int[] list = lists[at];
    if (end == list.length) {
      list = Arrays.copyOf(list, end + Math.max(2, end / 2 & ~1));
      lists[at] = list;
    }
    list[end] = document;
    list[end + 1] = weight;
    ends[at] = end + 2;
  }

  /** Takes out what was added of a document; nothing if that is not here. */
  void remove(long word, int document) {
    int at = place(words, word);
    int[] list = lists[at];
    for (int i = 0; i < ends[at]; i += 2) {
      if (list[i] == document) {
        ends[at] -= 2;
        list[i] = list[ends[at]];
        list[i + 1] = list[ends[at] + 1];
        return;
      }
    }
  }

  /** Takes each document of a word. */
  @FunctionalInterface
  interface Visitor {
    void posting(int document, int weight);
  }

  void visit(long word, Visitor visitor) {
    int at = place(words, word);
    int[] list = lists[at];
    for (int i = 0; i < ends[at]; i += 2) {
      visitor.posting(list[i], list[i + 1]);
    }
  }

  /** In how many documents a word is. */
  int documents(long word) {
    return ends[place(words, word)] / 2;
  }

  private static int place(long[] table, long word) {
    int mask = table.length - 1;
    int at = (int) word & mask;
    while (table[at] != 0 && table[at] != word) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    long[] larger = new long[2 * words.length];
    int[][] largerLists = new int[larger.length][];
    int[] largerEnds = new int[larger.length];
    for (int i = 0; i < words.length; i++) {
      if (words[i] != 0) {
        int at = place(larger, words[i]);
        larger[at] = words[i];
        largerLists[at] = lists[i];
        largerEnds[at] = ends[i];
      }
    }
    words = larger;
    lists = largerLists;
    ends = largerEnds;
  }
}
