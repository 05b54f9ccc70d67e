package dev.devtail.bench.retrieval;

import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;

/** What share of what was wanted is there: the mean over samples. */
final class Recall {

  private double sum;
  private int samples;

  /** Takes a sample; one that wants nothing says nothing. */
  <T> void add(Collection<T> wanted, Predicate<T> found) {
    if (!wanted.isEmpty()) {
      sum += wanted.stream().filter(found).count() / (double) wanted.size();
      samples++;
    }
  }

  void add(Set<String> wanted, Set<String> found) {
    add(wanted, found::contains);
  }

  double mean() {
    return samples == 0 ? 0 : sum / samples;
  }
}
