package dev.devtail.bench;

import dev.devtail.terminal.recording.Recording;
import dev.devtail.terminal.recording.RecordingFiles;
import dev.devtail.terminal.recording.Recordings;
import dev.devtail.terminal.search.LuceneIndex;
import dev.devtail.terminal.text.SearchQuery;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Search among many recordings, and the seek in a long one, as terminal-service does them. */
@Command(
    name = "recordings",
    mixinStandardHelpOptions = true,
    description = "Search for a word among many recordings, and seek in a long one.")
final class RecordingsScenario implements Callable<Integer> {

  private static final String OWNER = "bench";
  private static final String NEEDLE = "needleinthehaystack";
  private static final int WORDS = 50_000;
  private static final int WORDS_PER_LINE = 8;

  /** Most milliseconds between two lines. */
  private static final int MAX_PAUSE_MILLIS = 100;

  private static final int SEARCHES = 200;
  private static final int HITS = 20;
  private static final int SEEKS = 10;
  private static final int BYTES_PER_KB = 1000;
  private static final double NANOS_PER_SECOND = 1e9;

  @Spec private CommandSpec spec;

  @Option(
      names = "--count",
      defaultValue = "1000",
      description = "How many recordings (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--kbytes",
      defaultValue = "1000",
      description = "How large each of them is, in 10^3 bytes (default: ${DEFAULT-VALUE}).")
  private int kilobytes;

  @Option(
      names = "--seek-kbytes",
      defaultValue = "50000",
      description = "How large the one is to seek in, in 10^3 bytes (default: ${DEFAULT-VALUE}).")
  private int seekKilobytes;

  @Option(
      names = "--seed",
      defaultValue = "42",
      description = "Of what the recordings hold (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there too.")
  private @Nullable Path json;

  private RecordingsScenario() {}

  @Override
  public Integer call() throws IOException {
    Path directory = Files.createTempDirectory("devtail-bench-recordings");
    try {
      measure(directory).publish(spec.commandLine().getOut(), json);
    } finally {
      delete(directory);
    }
    return 0;
  }

  private Report measure(Path directory) throws IOException {
    Corpus corpus = new Corpus(directory, new Random(seed));
    for (int i = 0; i < count; i++) {
      corpus.write("r%019d".formatted(i), kilobytes, i == count / 2);
    }
    String longest = "s%019d".formatted(0);
    corpus.write(longest, seekKilobytes, false);

    RecordingFiles files = new RecordingFiles(directory);
    try (Recordings recordings =
        new Recordings(
            files,
            () -> LuceneIndex.open(files.indexDirectory()),
            Map.of(),
            Clock.systemUTC(),
            new Recordings.Retention(Duration.ofDays(1), Long.MAX_VALUE))) {
      recordings.open();
      Report report =
          new Report("recordings")
              .put("recordings", count)
              .put("recording_bytes", (long) kilobytes * BYTES_PER_KB);
      seek(recordings, recordings.get(longest, OWNER), report);
      long began = System.nanoTime();
      recordings.beginIndex();
      report
          .put("index_s", (System.nanoTime() - began) / NANOS_PER_SECOND)
          .put("index_bytes", size(files.indexDirectory()));
      search("rare", recordings, i -> NEEDLE, report);
      search("word", recordings, i -> corpus.word(i * 13) + " ", report);
      search(
          "words", recordings, i -> corpus.word(i * 7) + " " + corpus.word(i * 11) + " ", report);
      search("beginning", recordings, i -> corpus.word(i * 13).substring(0, 3), report);
      return report;
    }
  }

  private static void seek(Recordings recordings, Recording recording, Report report) {
    Samples seeks = new Samples();
    for (int i = 0; i < SEEKS; i++) {
      long began = System.nanoTime();
      recordings.seek(recording, Long.MAX_VALUE);
      seeks.add(System.nanoTime() - began);
    }
    report
        .put("seek_bytes", recording.sizeBytes())
        .put("seek_p50_ms", seeks.millis(0.5))
        .put("seek_max_ms", seeks.millis(1));
  }

  /** What is looked for, the n-th time. */
  private interface Query {
    String number(int i);
  }

  private static void search(String name, Recordings recordings, Query query, Report report) {
    Samples searches = new Samples();
    for (int i = 0; i < SEARCHES; i++) {
      SearchQuery wanted = new SearchQuery(query.number(i));
      long began = System.nanoTime();
      recordings.search(OWNER, wanted, HITS);
      searches.add(System.nanoTime() - began);
    }
    report
        .put("search_" + name + "_p50_ms", searches.millis(0.5))
        .put("search_" + name + "_p99_ms", searches.millis(0.99));
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Recordings as of builds: lines with a level in colour, some words of which few are frequent,
   * and a number.
   */
  private static final class Corpus {

    private static final int MIN_WORD_LETTERS = 3;
    private static final int WORD_LETTERS = 7;
    private static final int LETTERS = 26;
    private static final int ERROR_EVERY = 50;
    private static final int NUMBERS = 100_000;
    private static final int START_SECONDS = 1_000_000;

    private final Path directory;
    private final Random random;
    private final String[] words = new String[WORDS];

    Corpus(Path directory, Random random) {
      this.directory = directory;
      this.random = random;
      for (int i = 0; i < WORDS; i++) {
        StringBuilder word = new StringBuilder();
        for (int j = MIN_WORD_LETTERS + random.nextInt(WORD_LETTERS); j > 0; j--) {
          word.append((char) ('a' + random.nextInt(LETTERS)));
        }
        words[i] = word.toString();
      }
    }

    String word(int number) {
      return words[number];
    }

    void write(String id, int kilobytes, boolean withNeedle) throws IOException {
      Instant start = Instant.EPOCH.plusSeconds(random.nextInt(START_SECONDS));
      Path cast = directory.resolve(id + ".cast");
      long millis = 0;
      long bytes = 0;
      try (BufferedWriter out = Files.newBufferedWriter(cast)) {
        String line = "{\"version\": 2, \"width\": 80, \"height\": 24}\n";
        while (bytes < (long) kilobytes * BYTES_PER_KB) {
          out.write(line);
          bytes += line.length();
          millis += random.nextInt(MAX_PAUSE_MILLIS);
          line = event(millis, line());
        }
        if (withNeedle) {
          String needle = event(millis, "the " + NEEDLE);
          out.write(needle);
          bytes += needle.length();
        }
      }
      Files.writeString(
          directory.resolve(id + ".json"),
          """
          {"id":"%s","terminalId":"t","sessionId":"s","owner":"%s","name":"build",\
          "startedAt":"%s","state":"COMPLETE","durationMillis":%d,"sizeBytes":%d}
          """
              .formatted(id, OWNER, start, millis, bytes));
    }

    private static String event(long millis, String line) {
      return "[%d.%03d, \"o\", \"%s\\r\\n\"]\n".formatted(millis / 1000, millis % 1000, line);
    }

    private String line() {
      StringBuilder line = new StringBuilder("\\u001b[32m");
      line.append(random.nextInt(ERROR_EVERY) == 0 ? "error" : "info").append("\\u001b[m");
      for (int i = 0; i < WORDS_PER_LINE; i++) {
        double rank = Math.pow(random.nextDouble(), 3);
        line.append(' ').append(words[(int) (rank * WORDS)]);
      }
      return line.append(' ').append(random.nextInt(NUMBERS)).toString();
    }
  }
}
