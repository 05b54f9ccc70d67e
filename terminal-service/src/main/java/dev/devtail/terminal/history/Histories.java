package dev.devtail.terminal.history;

import dev.devtail.kit.fault.Fault;
import dev.devtail.terminal.domain.Exit;
import dev.devtail.terminal.domain.PastTerminal;
import dev.devtail.terminal.domain.RequestKey;
import dev.devtail.terminal.domain.StartRequest;
import dev.devtail.terminal.domain.Terminal;
import dev.devtail.terminal.domain.WindowSize;
import dev.devtail.terminal.text.SearchQuery;
import dev.devtail.terminal.writing.BackgroundWriter;
import dev.devtail.terminal.writing.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The histories of all terminals that live, or lived, here. A user has their own only: another's
 * does not exist. Safe for several threads; what reads files says so.
 *
 * <pre>
 * directory / terminal's id / incarnation / about.json
 *                                         / offset.log   one for each segment
 * </pre>
 */
public final class Histories implements AutoCloseable {

  /**
   * How much is kept.
   *
   * @param perTerminal bytes of files of one terminal; the oldest go first. 0: nothing is kept
   * @param total bytes of files of all
   * @param maxAge of what is left of a terminal after its end
   */
  public record Retention(long perTerminal, long total, Duration maxAge) {}

  /** Largest part that is read at once, in bytes. */
  public static final int MAX_PART_BYTES = 64 * 1024;

  private static final String ABOUT = "about.json";
  private static final String LOG = ".log";
  private static final String LAST_OFFSET = Long.toString(Long.MAX_VALUE);
  private static final Pattern TERMINAL_ID = Pattern.compile("[0-9A-Za-z_-]{1,64}");

  /** As {@link #fileName} makes them. */
  private static final Pattern SEGMENT = Pattern.compile("([0-9]{19})\\.log");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Logger log = LoggerFactory.getLogger(Histories.class);

  private final Path directory;
  private final Retention retention;
  private final int scrollbackLines;
  private final Clock clock;
  private final Executor readers;
  private final LifeWriter.Store store;
  private final BackgroundWriter writer = new BackgroundWriter("devtail-history");
  private final RecordEncoder encoder = new RecordEncoder();
  private final BufferPool buffers = new BufferPool();
  private final LongAdder lostBytes = new LongAdder();

  /** Lives by terminal and incarnation. */
  private final Map<String, NavigableMap<Long, Life>> lives = new ConcurrentHashMap<>();

  private final LifeWriter.Observer observer =
      new LifeWriter.Observer() {
        @Override
        public void onLost(long bytes) {
          lostBytes.add(bytes);
        }

        @Override
        public void onGrown(Life life) {
          makeRoom(life.about().terminalId());
        }
      };

  /**
   * @param scrollbackLines lines above a screen that is drawn from a history
   * @param readers runs what reads files
   */
  public Histories(
      Path directory, Retention retention, int scrollbackLines, Clock clock, Executor readers) {
    this(directory, retention, scrollbackLines, clock, readers, PrivateFiles::create);
  }

  /** Creates the file of a segment. */
  @FunctionalInterface
  interface FileMaker {
    WritableByteChannel create(Path file) throws IOException;
  }

  Histories(
      Path directory,
      Retention retention,
      int scrollbackLines,
      Clock clock,
      Executor readers,
      FileMaker maker) {
    this.directory = directory;
    this.retention = retention;
    this.scrollbackLines = scrollbackLines;
    this.clock = clock;
    this.readers = readers;
    this.store =
        new LifeWriter.Store() {
          @Override
          public void save(Path lifeDirectory, About about) throws IOException {
            PrivateFiles.createDirectories(lifeDirectory);
            PrivateFiles.replace(lifeDirectory.resolve(ABOUT), MAPPER.writeValueAsBytes(about));
          }

          @Override
          public WritableByteChannel create(Path file) throws IOException {
            return maker.create(file);
          }

          @Override
          public void delete(Path file) {
            deleteQuietly(file);
          }
        };
  }

  static String fileName(long offset) {
    return "%019d%s".formatted(offset, LOG);
  }

  // ---- what is there

  /**
   * Finds what earlier runs have left, and begins to write. What cannot be read is left out, and in
   * its place.
   *
   * @throws UncheckedIOException if the directory cannot be used
   */
  public void open() {
    try {
      PrivateFiles.createDirectories(directory);
      for (Path terminal : list(directory)) {
        if (TERMINAL_ID.matcher(name(terminal)).matches() && Files.isDirectory(terminal)) {
          for (Path life : list(terminal)) {
            find(name(terminal), life);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The directory of histories %s cannot be used; set devtail.terminal.history.directory."
              .formatted(directory),
          e);
    }
    lives.keySet().forEach(this::makeRoom);
    writer.start();
  }

  private void find(String terminalId, Path lifeDirectory) {
    try {
      About about = MAPPER.readValue(Files.readAllBytes(lifeDirectory.resolve(ABOUT)), About.class);
      if (!about.terminalId().equals(terminalId)
          || !Long.toString(about.incarnation()).equals(name(lifeDirectory))) {
        throw new IOException("it is of another terminal");
      }
      List<Segment> segments = new ArrayList<>();
      for (Path file : list(lifeDirectory)) {
        Matcher name = SEGMENT.matcher(name(file));
        if (name.matches() && name.group(1).compareTo(LAST_OFFSET) <= 0) {
          segments.add(
              new Segment(
                  Long.parseLong(name.group(1)),
                  file,
                  Files.size(file),
                  Files.getLastModifiedTime(file).toInstant()));
        }
      }
      add(Life.ofThePast(lifeDirectory, about, segments));
    } catch (IOException | JacksonException | NullPointerException bad) {
      log.warn("history left out directory={} cause={}", lifeDirectory, bad.toString());
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  private static String name(Path path) {
    return Objects.toString(path.getFileName());
  }

  private void add(Life life) {
    About about = life.about();
    lives.compute(
        about.terminalId(),
        (id, known) -> {
          NavigableMap<Long, Life> ofTerminal =
              known == null ? new ConcurrentSkipListMap<>() : known;
          ofTerminal.put(about.incarnation(), life);
          return ofTerminal;
        });
  }

  /** Bytes that were printed and could not be kept, since the start. */
  public long lostBytes() {
    return lostBytes.sum();
  }

  /** Size of all files, in bytes. */
  public long fileBytes() {
    return all().mapToLong(Life::fileBytes).sum();
  }

  private Stream<Life> all() {
    return lives.values().stream().map(Map::values).flatMap(Collection::stream);
  }

  // ---- writing

  /** Keeps what the terminal prints from now on; on its loop, before its first byte. */
  public void keep(Terminal terminal, StartRequest request) {
    if (retention.perTerminal() == 0) {
      return;
    }
    About about = About.starting(terminal.info(), request, terminal.session());
    Life life =
        Life.beginning(
            directory.resolve(about.terminalId()).resolve(Long.toString(about.incarnation())),
            about);
    add(life);
    LifeWriter lifeWriter = new LifeWriter(life, request.size(), store, encoder, clock, observer);
    BackgroundWriter.Lane lane = writer.lane(lifeWriter);
    lane.insist(lifeWriter::begin);
    terminal.keepHistory(
        new HistoryRecorder(terminal, about, lane, lifeWriter, buffers, observer, clock));
  }

  // ---- after a restart

  /** A terminal of an earlier run: its last life. */
  public final class Past implements PastTerminal {

    private final Life life;
    private final About about;

    private Past(Life life) {
      this.life = life;
      this.about = life.about();
    }

    @Override
    public Terminal.Identity identity() {
      return about.identity();
    }

    @Override
    public WindowSize size() {
      return life.lastSize();
    }

    @Override
    public Instant startedAt() {
      return about.startedAt();
    }

    @Override
    public Instant endedAt() {
      return endOf(life);
    }

    @Override
    public @Nullable Exit exit() {
      return about.exit();
    }

    @Override
    public boolean endTold() {
      return about.endedAt() != null;
    }

    @Override
    public long end() {
      return life.end();
    }

    @Override
    public CompletableFuture<byte[]> draw() {
      return CompletableFuture.supplyAsync(
          () -> new ScreenReplay(life, scrollbackLines).draw(), readers);
    }

    /** Whether it ended with the service, and what ran in it did not. */
    public boolean comesBack() {
      return about.exit() == null && about.comesBack();
    }

    /** The wish for its next life. */
    public StartRequest again(RequestKey key) {
      return about.again(key, size());
    }

    /** That it ended when it printed its last is known from now on. */
    public void noteEnd() {
      if (about.endedAt() == null) {
        About ended = about.ended(endedAt(), null);
        life.ended(ended);
        try {
          store.save(life.directory(), ended);
        } catch (IOException failure) {
          log.warn("end not noted terminal={} cause={}", about.terminalId(), failure.toString());
        }
      }
    }
  }

  /** The terminals of earlier runs, those that ended first first. */
  public List<Past> past() {
    return lives.values().stream()
        .map(NavigableMap::lastEntry)
        .filter(Objects::nonNull)
        .map(Map.Entry::getValue)
        .filter(life -> !life.running())
        .map(Past::new)
        .sorted(Comparator.comparing(Past::endedAt))
        .toList();
  }

  private static Instant endOf(Life life) {
    Instant noted = life.about().endedAt();
    if (noted != null) {
      return noted;
    }
    List<Segment> segments = life.segments();
    return segments.isEmpty() ? life.about().startedAt() : segments.getLast().since();
  }

  // ---- reading

  /**
   * A history of the user's.
   *
   * @param incarnation of which life; 0: the last
   * @throws Fault NOT_FOUND if there is none or it is another user's
   */
  public History get(String terminalId, String user, long incarnation) {
    NavigableMap<Long, Life> ofTerminal = lives.get(terminalId);
    Map.Entry<Long, Life> last =
        ofTerminal == null
            ? null
            : incarnation == 0 ? ofTerminal.lastEntry() : ofTerminal.floorEntry(incarnation);
    if (ofTerminal == null
        || last == null
        || !last.getValue().about().owner().equals(user)
        || (incarnation != 0 && last.getKey() != incarnation)) {
      throw Fault.notFound("history of terminal", terminalId);
    }
    Long before = ofTerminal.lowerKey(last.getKey());
    return new History(last.getValue(), before == null ? 0 : before);
  }

  /** One life of a terminal, to be read. All methods read files. */
  public static final class History {

    private final Life life;
    private final long previousIncarnation;

    private History(Life life, long previousIncarnation) {
      this.life = life;
      this.previousIncarnation = previousIncarnation;
    }

    public long incarnation() {
      return life.about().incarnation();
    }

    /** Of the life before, if something of it is kept; else 0. */
    public long previousIncarnation() {
      return previousIncarnation;
    }

    /**
     * Bytes from {@code offset} on, as far as they follow each other; where they are not kept, from
     * the next that are.
     *
     * @throws Fault OFFSET_OUT_OF_RANGE beyond the end
     */
    public HistoryPart read(long offset, int maxBytes) {
      return life.read(offset, Math.min(maxBytes, MAX_PART_BYTES));
    }

    /**
     * Lines that match, from an offset back, as far as one search goes.
     *
     * @param before lines before this offset
     */
    public HistoryHits search(SearchQuery query, long before, int limit) {
      return new HistorySearch(life, query, limit).back(before);
    }
  }

  // ---- retention

  /** Deletes what is more than is kept: of the terminal, and of all. */
  private synchronized void makeRoom(String terminalId) {
    NavigableMap<Long, Life> ofTerminal = lives.get(terminalId);
    if (ofTerminal != null) {
      makeRoom(ofTerminal.values(), retention.perTerminal());
    }
    makeRoom(all().toList(), retention.total());
  }

  private void makeRoom(Collection<Life> among, long maxBytes) {
    long bytes = among.stream().mapToLong(Life::fileBytes).sum();
    while (bytes > maxBytes) {
      Oldest oldest =
          among.stream()
              .flatMap(life -> Stream.ofNullable(Oldest.of(life)))
              .min(Comparator.comparing(each -> each.segment().since()))
              .orElse(null);
      if (oldest == null) {
        return;
      }
      bytes -= oldest.segment().fileBytes();
      delete(oldest);
    }
  }

  private record Oldest(Life life, Segment segment) {

    /** None if it is the one that is written. */
    static @Nullable Oldest of(Life life) {
      Segment oldest = life.oldest();
      return oldest == null || (life.running() && oldest.equals(life.segments().getLast()))
          ? null
          : new Oldest(life, oldest);
    }
  }

  private void delete(Oldest oldest) {
    Life life = oldest.life();
    try {
      life.delete(oldest.segment());
      if (!life.running() && life.segments().isEmpty()) {
        forget(life);
      }
    } catch (IOException failure) {
      log.warn("history not deleted file={} cause={}", oldest.segment().file(), failure.toString());
    }
  }

  private void forget(Life life) throws IOException {
    About about = life.about();
    lives.computeIfPresent(
        about.terminalId(),
        (id, ofTerminal) -> {
          ofTerminal.remove(about.incarnation());
          return ofTerminal.isEmpty() ? null : ofTerminal;
        });
    life.delete();
    if (!lives.containsKey(about.terminalId())) {
      Files.deleteIfExists(directory.resolve(about.terminalId()));
    }
  }

  /** Deletes what is left of terminals that ended too long ago. */
  public synchronized void retain() {
    Instant oldest = clock.instant().minus(retention.maxAge());
    for (Life life : all().toList()) {
      if (!life.running() && endOf(life).isBefore(oldest)) {
        try {
          forget(life);
        } catch (IOException failure) {
          log.warn(
              "history not deleted directory={} cause={}", life.directory(), failure.toString());
        }
      }
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failure) {
      log.warn("history not deleted file={} cause={}", file, failure.toString());
    }
  }

  /** Writes what was handed over. */
  @Override
  public void close() {
    writer.close();
  }
}
