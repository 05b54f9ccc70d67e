package dev.devtail.context.index;

import java.util.Arrays;

/**
 * The words of a text, each with how often it comes.
 *
 * @param words hashes, rising
 * @param counts of each, 1 or more
 * @param length all of them together
 */
@SuppressWarnings("ArrayRecordComponent")
public record Terms(long[] words, int[] counts, int length) {

  public static Terms of(byte[] text) {
    TermCounter counter = new TermCounter();
    Words.of(text, counter);
    return counter.terms();
  }

  public static Terms of(String text) {
    TermCounter counter = new TermCounter();
    Words.of(text, counter);
    return counter.terms();
  }

  /** How often a word comes; 0: not at all. */
  int count(long word) {
    int at = Arrays.binarySearch(words, word);
    return at < 0 ? 0 : counts[at];
  }

  /** How many different words there are. */
  public int size() {
    return words.length;
  }
}
