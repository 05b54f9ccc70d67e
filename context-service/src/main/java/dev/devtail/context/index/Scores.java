package dev.devtail.context.index;

/** A score of each document, by its number. */
final class Scores {

  private final float[] of;

  Scores(int documents) {
    this.of = new float[documents];
  }

  void add(int document, double score) {
    of[document] += (float) score;
  }

  void atLeast(int document, double score) {
    of[document] = Math.max(of[document], (float) score);
  }

  float get(int document) {
    return of[document];
  }

  /** Makes the highest 1, so that scores of different kinds can be added up. */
  Scores normalized() {
    float most = 0;
    for (float score : of) {
      most = Math.max(most, score);
    }
    if (most > 0) {
      for (int i = 0; i < of.length; i++) {
        of[i] /= most;
      }
    }
    return this;
  }
}
