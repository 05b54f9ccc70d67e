package dev.devtail.terminal.recording;

import dev.devtail.terminal.text.LineExtractor;
import dev.devtail.terminal.text.TextLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what the files hold into the index: of recordings that run what has been added, of others
 * all of it, once. It reads files only, so that it can be late without harm.
 */
final class IndexFeed {

  /** Lines that are given to the index at once. */
  private static final int MAX_LINES = 4096;

  private static final Logger log = LoggerFactory.getLogger(IndexFeed.class);

  private final RecordingFiles files;
  private final RecordingIndex.Opener opener;
  private final Map<String, Follower> followers = new ConcurrentHashMap<>();
  private volatile boolean closed;
  private @Nullable Opened opened;

  /**
   * @param complete ids of the recordings that the index has all of
   */
  private record Opened(RecordingIndex index, Set<String> complete) {}

  IndexFeed(RecordingFiles files, RecordingIndex.Opener opener) {
    this.files = files;
    this.opener = opener;
  }

  private synchronized Opened opened() throws IOException {
    Opened now = opened;
    if (now == null) {
      RecordingIndex index = opener.open();
      Set<String> complete = ConcurrentHashMap.newKeySet();
      complete.addAll(index.begin());
      now = new Opened(index, complete);
      opened = now;
    }
    return now;
  }

  /** The index, opened if it is not yet. */
  RecordingIndex index() throws IOException {
    return opened().index();
  }

  private Set<String> known() throws IOException {
    return opened().complete();
  }

  /** Where one recording has been read up to. */
  private final class Follower {
    private final List<TextLine> lines = new ArrayList<>();
    private final LineExtractor extractor = new LineExtractor(lines::add);
    private long offset;
    private boolean over;

    synchronized void follow(Recording recording) throws IOException {
      if (over) {
        return;
      }
      try (CastReader reader = new CastReader(files.cast(recording.id()), offset)) {
        while (!closed && reader.hasNext()) {
          if (reader.next() == CastReader.Kind.OUTPUT) {
            extractor.write(
                reader.timeMillis(),
                new String(reader.data(), 0, reader.length(), StandardCharsets.UTF_8));
            if (lines.size() >= MAX_LINES) {
              hand(recording);
            }
          }
          offset = reader.offset();
        }
      } catch (IOException unreadable) {
        over = true;
        throw unreadable;
      }
      if (closed) {
        return;
      }
      if (!recording.running()) {
        extractor.end();
        over = true;
      }
      hand(recording);
      if (over) {
        index().complete(recording);
      }
    }

    /** Waits for what is under way; nothing follows. */
    synchronized void stop() {
      over = true;
    }

    private void hand(Recording recording) throws IOException {
      if (!lines.isEmpty()) {
        index().add(recording, lines);
        lines.clear();
      }
    }
  }

  /** Reads what is new in the recording. What cannot be read is logged and left out. */
  void follow(Recording recording) {
    try {
      if (closed) {
        return;
      }
      if (recording.running() || !known().contains(recording.id())) {
        followers.computeIfAbsent(recording.id(), id -> new Follower()).follow(recording);
        if (!recording.running()) {
          known().add(recording.id());
          followers.remove(recording.id());
        }
      }
    } catch (IOException unreadable) {
      log.warn("recording not indexed id={} cause={}", recording.id(), unreadable.toString());
    }
  }

  /** Forgets recordings that are no more. */
  void begin(List<Recording> all) throws IOException {
    Set<String> ids = new HashSet<>();
    all.forEach(recording -> ids.add(recording.id()));
    for (String id : List.copyOf(known())) {
      if (!ids.contains(id)) {
        remove(id);
      }
    }
  }

  /** Brings what the index was given onto the disk. */
  synchronized void commit() throws IOException {
    if (opened != null) {
      opened.index().commit();
    }
  }

  void remove(String id) throws IOException {
    followers.remove(id);
    known().remove(id);
    index().remove(id);
  }

  void close() throws IOException {
    closed = true;
    followers.values().forEach(Follower::stop);
    closeIndex();
  }

  private synchronized void closeIndex() throws IOException {
    if (opened != null) {
      opened.index().close();
      opened = null;
    }
  }
}
