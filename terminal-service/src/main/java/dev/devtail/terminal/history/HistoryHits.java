package dev.devtail.terminal.history;

import dev.devtail.terminal.text.TextLine;
import java.util.List;

/**
 * Lines that have what was looked for.
 *
 * @param lines newest first, each with the offset where it begins
 * @param searchedFrom all that lies from here on, up to where the search began, was looked at; what
 *     is before is the next search's
 * @param start of the oldest byte that is kept
 */
public record HistoryHits(List<TextLine> lines, long searchedFrom, long start) {}
