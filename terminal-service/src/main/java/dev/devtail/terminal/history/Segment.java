package dev.devtail.terminal.history;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A file of a history.
 *
 * @param first offset of its first byte of output
 * @param fileBytes its size, as far as it is written
 * @param since when it was begun, or last written by an earlier run: the oldest goes first
 */
record Segment(long first, Path file, long fileBytes, Instant since) {

  Segment withBytes(long newFileBytes) {
    return new Segment(first, file, newFileBytes, since);
  }
}
