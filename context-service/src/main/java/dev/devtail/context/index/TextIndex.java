package dev.devtail.context.index;

import java.util.function.IntConsumer;

/**
 * Which files hold which words, in their text and in their paths. Ranks by BM25 (Robertson and
 * Zaragoza 2009, formula 3.15). Not thread-safe.
 */
final class TextIndex {

  private static final double K1 = 1.2;

  /** How much the length of a file counts; 0.75 is usual for prose. */
  private static final double B = 0.5;

  /** Of one word in a query: who repeats it does not mean it as often. */
  private static final int MOST_IN_QUERY = 3;

  private static final int MOST_IN_TEXT = 0xffff;
  private static final int PATH_SHIFT = 16;

  private final Postings postings = new Postings();
  private int files;
  private long length;

  void add(int file, Terms text, Terms path) {
    files++;
    length += text.length();
    for (int i = 0; i < text.size(); i++) {
      long word = text.words()[i];
      int inText = Math.min(MOST_IN_TEXT, text.counts()[i]);
      postings.add(word, file, inText | path.count(word) << PATH_SHIFT);
    }
    for (int i = 0; i < path.size(); i++) {
      long word = path.words()[i];
      if (text.count(word) == 0) {
        postings.add(word, file, path.counts()[i] << PATH_SHIFT);
      }
    }
  }

  /** What was added, with the same words. */
  void remove(int file, Terms text, Terms path) {
    files--;
    length -= text.length();
    for (long word : text.words()) {
      postings.remove(word, file);
    }
    for (long word : path.words()) {
      if (text.count(word) == 0) {
        postings.remove(word, file);
      }
    }
  }

  /** How much a word says: the more, the fewer files hold it. */
  double weight(long word) {
    int with = postings.documents(word);
    return with == 0 ? 0 : Math.log(1 + (files - with + 0.5) / (with + 0.5));
  }

  /**
   * Adds the scores of all files that hold words of a query.
   *
   * @param lengths of files, in words
   */
  void score(Terms query, int[] lengths, Scores byText, Scores byPath) {
    double mean = Math.max(1.0, length / (double) Math.max(1, files));
    for (int i = 0; i < query.size(); i++) {
      long word = query.words()[i];
      double weight = weight(word);
      int times = Math.min(MOST_IN_QUERY, query.counts()[i]);
      postings.visit(
          word,
          (file, counts) -> {
            double inText = (counts & MOST_IN_TEXT) / (1 - B + B * lengths[file] / mean);
            byText.add(file, times * weight * inText * (K1 + 1) / (inText + K1));
            if (counts >>> PATH_SHIFT > 0) {
              byPath.add(file, Math.sqrt(times) * weight);
            }
          });
    }
  }

  /** Visits the files that hold a word in their text. */
  void files(long word, IntConsumer visitor) {
    postings.visit(
        word,
        (file, counts) -> {
          if ((counts & MOST_IN_TEXT) > 0) {
            visitor.accept(file);
          }
        });
  }
}
