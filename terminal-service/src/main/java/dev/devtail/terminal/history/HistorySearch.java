package dev.devtail.terminal.history;

import dev.devtail.terminal.text.LineExtractor;
import dev.devtail.terminal.text.OutputLines;
import dev.devtail.terminal.text.SearchQuery;
import dev.devtail.terminal.text.TextLine;
import java.util.ArrayList;
import java.util.List;

/** Looks for lines in a life, from an offset back, segment by segment. */
final class HistorySearch {

  /** What is looked at in one search, in bytes of files, at least one segment. */
  static final int MAX_SCANNED_BYTES = 8 << 20;

  /** Of a line that began in the segment before, or goes on in the next, in bytes. */
  static final int OVERLAP_BYTES = 4096;

  private final Life life;
  private final SearchQuery query;
  private final int limit;
  private final List<TextLine> found = new ArrayList<>();

  HistorySearch(Life life, SearchQuery query, int limit) {
    this.life = life;
    this.query = query;
    this.limit = limit;
  }

  /**
   * @param before lines that lie before this offset
   */
  HistoryHits back(long before) {
    List<Segment> segments = life.segments();
    long searchedFrom = Math.min(before, life.end());
    long scanned = 0;
    for (int i = segments.size() - 1; i >= 0 && scanned < MAX_SCANNED_BYTES; i--) {
      Segment segment = segments.get(i);
      if (segment.first() >= searchedFrom) {
        continue;
      }
      long upTo = i + 1 < segments.size() ? segments.get(i + 1).first() : Long.MAX_VALUE;
      List<TextLine> lines = linesOf(segment, Math.min(upTo, searchedFrom));
      scanned += segment.fileBytes();
      for (TextLine line : lines.reversed()) {
        if (query.matches(line.text())) {
          found.add(line);
          if (found.size() == limit) {
            return new HistoryHits(found, line.at(), life.start());
          }
        }
      }
      searchedFrom = segment.first();
    }
    return new HistoryHits(found, searchedFrom, life.start());
  }

  /** Lines that begin within the segment, before an offset. */
  private List<TextLine> linesOf(Segment segment, long before) {
    List<TextLine> lines = new ArrayList<>();
    OutputLines output =
        new OutputLines(
            LineExtractor.ofOutput(
                line -> {
                  if (line.at() >= segment.first() && line.at() < before) {
                    lines.add(line);
                  }
                }));
    long from = Math.max(life.start(), segment.first() - OVERLAP_BYTES);
    long end = life.end();
    long upTo = before > end - OVERLAP_BYTES ? end : before + OVERLAP_BYTES;
    while (from < upTo) {
      HistoryPart part = life.read(from, (int) (upTo - from));
      if (part.gap() > 0) {
        output.end();
      }
      output.write(part.offset(), part.payload());
      from = part.offset() + part.payload().length;
    }
    output.end();
    return lines;
  }
}
