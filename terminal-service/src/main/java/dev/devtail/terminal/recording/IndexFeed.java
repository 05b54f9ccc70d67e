package dev.devtail.terminal.recording;

import dev.devtail.terminal.text.LineExtractor;
import dev.devtail.terminal.text.SearchQuery;
import dev.devtail.terminal.text.TextLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
 * all of it, once. It reads files only, so that it can be late without harm. An index that fails is
 * left alone for a while, and then opened and brought up to date anew.
 */
final class IndexFeed {

  /** Lines that are given to the index at once. */
  private static final int MAX_LINES = 4096;

  /** How long an index that has failed is left alone. */
  private static final Duration REST = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(IndexFeed.class);

  private final RecordingFiles files;
  private final RecordingIndex.Opener opener;
  private final Map<String, Follower> followers = new ConcurrentHashMap<>();
  private final Clock clock;
  private volatile boolean closed;
  private @Nullable Opened opened;

  /** When it failed last; null if it works. */
  private @Nullable Instant failedAt;

  /**
   * @param complete ids of the recordings that the index has all of
   */
  private record Opened(RecordingIndex index, Set<String> complete) {}

  IndexFeed(RecordingFiles files, RecordingIndex.Opener opener, Clock clock) {
    this.files = files;
    this.opener = opener;
    this.clock = clock;
  }

  // ---- the index

  /** Whether it is left alone, because it has failed. However the clock jumps, that has an end. */
  synchronized boolean rests() {
    Instant failed = failedAt;
    return failed != null && Duration.between(failed, clock.instant()).abs().compareTo(REST) < 0;
  }

  /** Opened if it is not yet. */
  private synchronized Opened opened() {
    Opened now = opened;
    if (now == null) {
      if (rests()) {
        throw new IndexFailedException(null);
      }
      now = open();
      opened = now;
      if (failedAt != null) {
        failedAt = null;
        log.info("index of recordings works again");
      }
    }
    return now;
  }

  private Opened open() {
    try {
      RecordingIndex index = opener.open();
      try {
        Set<String> complete = ConcurrentHashMap.newKeySet();
        complete.addAll(index.begin());
        return new Opened(index, complete);
      } catch (IOException | RuntimeException failure) {
        index.abandon();
        throw failure;
      }
    } catch (IOException | RuntimeException failure) {
      failed(failure);
      throw new IndexFailedException(failure);
    }
  }

  private void failed(Exception failure) {
    if (failedAt == null) {
      log.warn("index of recordings failed cause={}", failure.toString());
    }
    failedAt = clock.instant();
  }

  @FunctionalInterface
  private interface Change {
    void to(RecordingIndex index) throws IOException;
  }

  private void change(Change change) {
    Opened now = opened();
    try {
      change.to(now.index());
    } catch (IOException | RuntimeException failure) {
      throw letGo(now, failure, RecordingIndex::abandon);
    }
  }

  /**
   * @throws IndexFailedException if it cannot be searched now
   */
  List<RecordingIndex.Hit> search(String owner, SearchQuery query, int limit) {
    Opened now = opened();
    try {
      return now.index().search(owner, query, limit);
    } catch (IllegalStateException gone) {
      throw letGo(now, gone, RecordingIndex::abandon);
    } catch (IOException | RuntimeException damaged) {
      throw letGo(now, damaged, RecordingIndex::discard);
    }
  }

  /** What was brought into it since the last commit is lost, so that all is followed anew. */
  private synchronized IndexFailedException letGo(Opened failed, Exception failure, Change end) {
    if (failed.equals(opened)) {
      opened = null;
      followers.values().forEach(Follower::giveUp);
      followers.clear();
      failed(failure);
      try {
        end.to(failed.index());
      } catch (IOException | RuntimeException alsoFailed) {
        failure.addSuppressed(alsoFailed);
      }
    }
    return new IndexFailedException(failure);
  }

  private Set<String> known() {
    return opened().complete();
  }

  // ---- what comes into it

  /** Where one recording has been read up to. */
  private final class Follower {
    private final List<TextLine> lines = new ArrayList<>();
    private final LineExtractor extractor = new LineExtractor(lines::add);
    private long offset;
    private volatile boolean over;

    /** Whether the index has all of the recording now. */
    synchronized boolean follow(Recording recording) throws IOException {
      if (over) {
        return false;
      }
      try (CastReader reader = new CastReader(files.cast(recording.id()), offset)) {
        while (!closed && !over && reader.hasNext()) {
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
      if (closed || over) {
        return false;
      }
      boolean complete = !recording.running();
      if (complete) {
        extractor.end();
        over = true;
      }
      hand(recording);
      if (complete) {
        change(index -> index.complete(recording));
      }
      return complete;
    }

    /** Nothing follows; what is under way ends soon. */
    void giveUp() {
      over = true;
    }

    /** Waits for what is under way; nothing follows. */
    synchronized void stop() {
      over = true;
    }

    private void hand(Recording recording) {
      if (!lines.isEmpty()) {
        change(index -> index.add(recording, lines));
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
        Follower follower = followers.computeIfAbsent(recording.id(), id -> new Follower());
        if (follower.follow(recording)) {
          known().add(recording.id());
          followers.remove(recording.id());
        }
      }
    } catch (IOException unreadable) {
      log.warn("recording not indexed id={} cause={}", recording.id(), unreadable.toString());
    }
  }

  /** Forgets recordings that are no more. */
  void begin(List<Recording> all) {
    Set<String> ids = new HashSet<>();
    all.forEach(recording -> ids.add(recording.id()));
    for (String id : List.copyOf(known())) {
      if (!ids.contains(id)) {
        remove(id);
      }
    }
  }

  /** Brings what the index was given onto the disk. */
  void commit() {
    if (isOpen()) {
      change(RecordingIndex::commit);
    }
  }

  private synchronized boolean isOpen() {
    return opened != null;
  }

  void remove(String id) {
    followers.remove(id);
    known().remove(id);
    change(index -> index.remove(id));
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
