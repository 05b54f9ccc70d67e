package dev.devtail.terminal.recording;

import dev.devtail.terminal.text.SearchQuery;
import dev.devtail.terminal.text.TextLine;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Where lines of recordings are found by their words. Safe for use by several threads. What it
 * holds can be made from the recordings' files at any time.
 */
public interface RecordingIndex extends Closeable {

  /** Opens an index when it is needed. */
  @FunctionalInterface
  interface Opener {
    RecordingIndex open() throws IOException;
  }

  /** A line that has what was looked for. */
  record Hit(String recordingId, TextLine line) {}

  /** Adds the next lines of a recording. */
  void add(Recording recording, List<TextLine> lines) throws IOException;

  /** All lines of the recording are there: it need not be read again. */
  void complete(Recording recording) throws IOException;

  /**
   * Comes before all else: forgets recordings that are not complete.
   *
   * @return the ids of those that are
   */
  Set<String> begin() throws IOException;

  /** Brings everything so far onto the disk; what is lost before that is read from files again. */
  void commit() throws IOException;

  /** Forgets the recording. */
  void remove(String recordingId) throws IOException;

  /** Closes it as it was after the last {@link #commit}; it has failed. */
  void abandon() throws IOException;

  /** Closes it and throws away what it holds, which is damaged. */
  void discard() throws IOException;

  /** The owner's lines that match, newest first, at most {@code limit}. */
  List<Hit> search(String owner, SearchQuery query, int limit) throws IOException;
}
