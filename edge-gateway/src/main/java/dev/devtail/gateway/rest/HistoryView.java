package dev.devtail.gateway.rest;

import dev.devtail.protocol.v1.HistoryHit;
import dev.devtail.protocol.v1.HistoryHits;
import java.util.List;

/**
 * Lines found in a history, as JSON has them, here and on the command line.
 *
 * @param hits newest first
 * @param searchedFrom everything from here on was searched; go on before it
 * @param start offset of the oldest byte that is kept
 */
public record HistoryView(List<Hit> hits, long searchedFrom, long start, String incarnation) {

  public static HistoryView of(HistoryHits found) {
    return new HistoryView(
        found.getHitsList().stream().map(Hit::of).toList(),
        found.getSearchedFrom(),
        found.getStart(),
        Long.toUnsignedString(found.getIncarnation()));
  }

  /**
   * A line that was found.
   *
   * @param offset of the output, where the line begins
   */
  public record Hit(long offset, String line) {

    public static Hit of(HistoryHit hit) {
      return new Hit(hit.getOffset(), hit.getLine());
    }
  }
}
