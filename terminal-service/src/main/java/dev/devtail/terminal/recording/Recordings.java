package dev.devtail.terminal.recording;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.id.RandomIds;
import dev.devtail.terminal.domain.Terminal;
import dev.devtail.terminal.domain.TerminalInfo;
import dev.devtail.terminal.text.SearchQuery;
import dev.devtail.terminal.text.TextLine;
import dev.devtail.terminal.writing.BackgroundWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All recordings of this service. A user has their own only: another's does not exist. Safe for use
 * by several threads; {@link #start} and {@link #stop} never wait, all others may read files.
 */
public final class Recordings implements AutoCloseable {

  /**
   * How long recordings are kept.
   *
   * @param maxAge older ones go
   * @param maxBytes if all together are larger, the oldest go; one that runs is ended when it alone
   *     is larger
   */
  public record Retention(Duration maxAge, long maxBytes) {}

  /** Largest part of a file that is read at once, in bytes. */
  public static final int MAX_PART_BYTES = 64 * 1024;

  private static final Logger log = LoggerFactory.getLogger(Recordings.class);

  private final RecordingFiles files;
  private final IndexFeed feed;
  private final BackgroundWriter writer = new BackgroundWriter("devtail-recorder");
  private final RecordingWriter.Shelf shelf;
  private final RecordingJournal journal;
  private final Clock clock;
  private final Retention retention;
  private final RandomIds ids = new RandomIds();
  private final Map<String, RunningRecording> running = new ConcurrentHashMap<>();
  private final Map<String, Recording> over = new ConcurrentHashMap<>();

  /** Ids of recordings whose end is not in its file: the disk was full. */
  private final Set<String> unnoted = ConcurrentHashMap.newKeySet();

  /**
   * @param environment noted in the files' headers: TERM and SHELL
   */
  public Recordings(
      RecordingFiles files,
      RecordingIndex.Opener index,
      Map<String, String> environment,
      RecordingJournal journal,
      Clock clock,
      Retention retention) {
    this(files, index, environment, journal, clock, retention, files::create);
  }

  /** Creates the file of a recording. */
  @FunctionalInterface
  interface FileMaker {
    WritableByteChannel create(Recording recording) throws IOException;
  }

  Recordings(
      RecordingFiles files,
      RecordingIndex.Opener index,
      Map<String, String> environment,
      RecordingJournal journal,
      Clock clock,
      Retention retention,
      FileMaker maker) {
    this.files = files;
    this.journal = journal;
    this.feed = new IndexFeed(files, index, clock);
    this.clock = clock;
    this.retention = retention;
    this.shelf =
        new RecordingWriter.Shelf() {
          @Override
          public WritableByteChannel create(Recording recording) throws IOException {
            return maker.create(recording);
          }

          @Override
          public Map<String, String> environment() {
            return environment;
          }

          @Override
          public long maxFileBytes() {
            return retention.maxBytes();
          }

          @Override
          public void closed(Recording last) {
            keep(last);
          }
        };
  }

  /**
   * Finds what is there, and begins to write.
   *
   * @throws UncheckedIOException if the directory cannot be used
   */
  public void open() {
    files.open().forEach(recording -> over.put(recording.id(), recording));
    writer.start();
  }

  // ---- recording; on the terminal's loop

  /**
   * Records the terminal from now on. Completes with the recording once its file is there; with the
   * one that runs if one does. Fails with a {@link Fault} ENDED, or UNAVAILABLE if the disk takes
   * nothing.
   */
  public CompletableFuture<Recording> start(Terminal terminal) {
    if (terminal.recorder() instanceof RunningRecording already) {
      return already.opened().thenApply(opened -> already.now());
    }
    TerminalInfo info = terminal.info();
    Recording recording =
        new Recording(
            ids.next(),
            info.id().value(),
            info.sessionId(),
            info.owner(),
            info.name(),
            clock.instant(),
            Recording.State.RUNNING,
            0,
            0);
    RunningRecording recorder = new RunningRecording(recording, terminal.loop(), shelf, writer);
    running.put(recording.id(), recorder);
    try {
      terminal.record(recorder);
    } catch (Fault ended) {
      running.remove(recording.id());
      return CompletableFuture.failedFuture(ended);
    }
    CompletableFuture<Recording> opened = recorder.opened().thenApply(Recordings::requireOpened);
    opened.thenAccept(journal::started);
    // It may end by itself: then the terminal is told.
    recorder
        .closed()
        .thenAccept(
            last ->
                terminal
                    .loop()
                    .execute(
                        () -> {
                          terminal.stopRecording(recorder);
                          opened.thenRun(() -> journal.stopped(last));
                        }));
    return opened;
  }

  private static Recording requireOpened(Recording recording) {
    if (recording.state() == Recording.State.DISK_FAILED) {
      throw new Fault(
          FaultCode.UNAVAILABLE,
          "The recording cannot be written; see the service's log, and whether the disk is full.");
    }
    return recording;
  }

  /**
   * Ends the terminal's recording; completes once all of it is in the file. Fails with a {@link
   * Fault} NOT_FOUND if none runs.
   */
  public CompletableFuture<Recording> stop(Terminal terminal) {
    if (terminal.recorder() instanceof RunningRecording recorder) {
      terminal.stopRecording(recorder);
      recorder.onEnd();
      return recorder.closed();
    }
    return CompletableFuture.failedFuture(
        Fault.notFound("recording that runs of terminal", terminal.id().value()));
  }

  /** On the writer's thread. */
  private void keep(Recording last) {
    boolean neverBegan = last.sizeBytes() == 0;
    if (!neverBegan) {
      over.put(last.id(), last);
    }
    running.remove(last.id());
    try {
      if (neverBegan) {
        files.delete(last.id());
      } else {
        note(last);
      }
    } catch (IOException failure) {
      log.warn("recording's end not noted id={} cause={}", last.id(), failure.toString());
      unnoted.add(last.id());
    }
  }

  private void note(Recording last) throws IOException {
    if (last.state() == Recording.State.DISK_FAILED) {
      files.cut(last.id(), last.sizeBytes());
    }
    files.save(last);
  }

  // ---- what is there

  /** The user's recordings, newest first; of one terminal, or of all if it is empty. */
  public List<Recording> list(String user, String terminalId) {
    return all()
        .filter(recording -> recording.owner().equals(user))
        .filter(recording -> terminalId.isEmpty() || recording.terminalId().equals(terminalId))
        .sorted(Comparator.comparing(Recording::startedAt).reversed())
        .toList();
  }

  private Stream<Recording> all() {
    // A recording that ends meanwhile is in both for a moment.
    List<Recording> live = running.values().stream().map(RunningRecording::now).toList();
    return Stream.concat(
        live.stream(), over.values().stream().filter(r -> !running.containsKey(r.id())));
  }

  /**
   * @throws Fault NOT_FOUND if there is none or it is another user's
   */
  public Recording get(String id, String user) {
    Recording recording = find(id);
    if (recording == null || !recording.owner().equals(user)) {
      throw Fault.notFound("recording", id);
    }
    return recording;
  }

  private @Nullable Recording find(String id) {
    RunningRecording live = running.get(id);
    return live == null ? over.get(id) : live.now();
  }

  /**
   * Bytes of the recording's file, empty at its end.
   *
   * @throws Fault NOT_FOUND, or OFFSET_OUT_OF_RANGE beyond the end
   */
  public byte[] read(Recording recording, long offset, int maxBytes) {
    if (offset < 0 || offset > recording.sizeBytes()) {
      throw new Fault(
          FaultCode.OFFSET_OUT_OF_RANGE,
          "offset: %s (expected: <= %d, the size of the recording)"
              .formatted(Long.toUnsignedString(offset), recording.sizeBytes()),
          "offset",
          Duration.ZERO);
    }
    int wanted = (int) Math.min(maxBytes, recording.sizeBytes() - offset);
    return reading(recording, () -> files.read(recording.id(), offset, wanted));
  }

  /**
   * The screen at a time.
   *
   * @throws Fault NOT_FOUND, or RESOURCE_EXHAUSTED if the screen is too large to be sent
   */
  public Moment seek(Recording recording, long timeMillis) {
    return reading(recording, () -> Replay.upTo(files.cast(recording.id()), timeMillis));
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T reading(Recording recording, Reading<T> reading) {
    try {
      return reading.read();
    } catch (NoSuchFileException deleted) {
      throw Fault.notFound("recording", recording.id());
    } catch (IOException failure) {
      throw new UncheckedIOException("recording " + recording.id() + " cannot be read", failure);
    }
  }

  /**
   * Deletes a recording for good.
   *
   * @throws Fault INVALID_ARGUMENT while it runs
   */
  public void delete(Recording recording) {
    if (running.containsKey(recording.id())) {
      throw Fault.invalid("recording_id", recording.id(), "one that has ended; stop it first");
    }
    try {
      over.remove(recording.id());
      files.delete(recording.id());
      forgetInIndex(recording);
    } catch (IOException failure) {
      throw new UncheckedIOException("recording " + recording.id() + " not deleted", failure);
    }
  }

  /** One that fails forgets it when it is opened anew: the recording is not followed any more. */
  private void forgetInIndex(Recording recording) {
    try {
      feed.remove(recording.id());
    } catch (IndexFailedException failed) {
      log.debug("recording is still in the index id={}", recording.id());
    }
  }

  // ---- search

  /** A line of a recording that has what was looked for. */
  public record Found(Recording recording, TextLine line) {}

  /**
   * The user's lines that match, of the newest recordings first.
   *
   * @throws Fault UNAVAILABLE while the index cannot be used
   */
  public List<Found> search(String user, SearchQuery query, int limit) {
    try {
      running.values().stream()
          .map(RunningRecording::now)
          .filter(recording -> recording.owner().equals(user))
          .forEach(feed::follow);
      List<Found> found = new ArrayList<>();
      for (RecordingIndex.Hit hit : feed.search(user, query, limit)) {
        Recording recording = find(hit.recordingId());
        if (recording != null && recording.owner().equals(user)) {
          found.add(new Found(recording, hit.line()));
        }
      }
      return found;
    } catch (IndexFailedException failure) {
      throw new Fault(
          FaultCode.UNAVAILABLE,
          "Recordings cannot be searched now; see whether the disk is full, and try again in a"
              + " minute.");
    }
  }

  /** Has the index know all that is there. The first time it may take long: it reads files. */
  public void beginIndex() {
    List<Recording> all = all().toList();
    if (all.isEmpty()) {
      return;
    }
    try {
      feed.begin(all);
    } catch (IndexFailedException failed) {
      log.debug("recordings are indexed later", failed);
    }
    catchUpIndex();
  }

  /** Brings what was recorded since the last time into the index, unless that has just failed. */
  public void catchUpIndex() {
    if (feed.rests()) {
      return;
    }
    try {
      all().forEach(feed::follow);
      feed.commit();
    } catch (IndexFailedException failed) {
      log.debug("recordings are indexed later", failed);
    }
  }

  // ---- retention

  /** Deletes what is too old or too much; what runs stays. */
  public void retain() {
    Instant oldest = clock.instant().minus(retention.maxAge());
    long bytes = all().mapToLong(Recording::sizeBytes).sum();
    List<Recording> ended =
        over.values().stream()
            .filter(recording -> !running.containsKey(recording.id()))
            .sorted(Comparator.comparing(Recording::startedAt))
            .toList();
    for (Recording recording : ended) {
      Instant end = recording.startedAt().plusMillis(recording.durationMillis());
      if (end.isBefore(oldest) || bytes > retention.maxBytes()) {
        bytes -= recording.sizeBytes();
        log.info("recording goes id={} sizeBytes={}", recording.id(), recording.sizeBytes());
        delete(recording);
      }
    }
    unnoted.removeIf(this::noteAgain);
  }

  private boolean noteAgain(String id) {
    Recording last = over.get(id);
    try {
      if (last != null) {
        note(last);
      }
      return true;
    } catch (IOException stillFull) {
      return false;
    }
  }

  /** Ends what runs, and brings it onto the disk. */
  @Override
  public void close() {
    writer.close();
    try {
      feed.close();
    } catch (IOException failure) {
      log.warn("index of recordings not closed cause={}", failure.toString());
    }
  }
}
