package dev.devtail.cli.remote;

import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.HistoryHit;
import dev.devtail.protocol.v1.HistoryHits;
import dev.devtail.protocol.v1.HistoryPart;
import dev.devtail.protocol.v1.ReadHistory;
import dev.devtail.protocol.v1.SearchHistory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The history of a terminal of a gateway, for one command. */
record History(Gateway gateway, String terminalId) {

  /** Most hits of one call. */
  private static final int MAX_HITS = 100;

  /** Takes parts in their order. */
  @FunctionalInterface
  interface Reader {
    void take(HistoryPart part);
  }

  /** The terminal's lives, oldest first. */
  List<Long> lives() {
    Deque<Long> lives = new ArrayDeque<>();
    long next = 0;
    do {
      HistoryPart part = read(next, 0, 1);
      lives.addFirst(part.getIncarnation());
      next = part.getPreviousIncarnation();
    } while (next != 0);
    return List.copyOf(lives);
  }

  /** Reads a life to its end as it is now. */
  void readAll(long incarnation, long from, Reader reader) {
    long offset = from;
    HistoryPart part;
    do {
      part = read(incarnation, offset, 0);
      offset = part.getOffset() + part.getPayload().size();
      reader.take(part);
    } while (!part.getPayload().isEmpty());
  }

  private HistoryPart read(long incarnation, long offset, int maxBytes) {
    return gateway
        .call(
            Call.newBuilder()
                .setReadHistory(
                    ReadHistory.newBuilder()
                        .setTerminalId(terminalId)
                        .setOffset(offset)
                        .setMaxBytes(maxBytes)
                        .setIncarnation(incarnation)))
        .getHistoryPart();
  }

  /**
   * Lines that match, newest first.
   *
   * @param from offset of the last life to search back to
   */
  List<HistoryHit> search(String query, long from, int limit) {
    List<HistoryHit> hits = new ArrayList<>();
    for (long incarnation : lives().reversed()) {
      long before = 0;
      HistoryHits found;
      do {
        found = search(query, incarnation, before, Math.min(MAX_HITS, limit - hits.size()));
        found.getHitsList().stream().filter(hit -> hit.getOffset() >= from).forEach(hits::add);
        before = found.getSearchedFrom();
      } while (hits.size() < limit && before > Math.max(found.getStart(), from));
      if (hits.size() >= limit || from > 0) {
        break;
      }
    }
    return hits;
  }

  private HistoryHits search(String query, long incarnation, long before, int limit) {
    return gateway
        .call(
            Call.newBuilder()
                .setSearchHistory(
                    SearchHistory.newBuilder()
                        .setTerminalId(terminalId)
                        .setQuery(query)
                        .setBefore(before)
                        .setLimit(limit)
                        .setIncarnation(incarnation)))
        .getHistoryHits();
  }
}
