package dev.devtail.terminal.recording;

import dev.devtail.terminal.domain.WindowSize;
import dev.devtail.terminal.search.LuceneIndex;
import dev.devtail.terminal.testing.SilentJournal;
import dev.devtail.terminal.text.SearchQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Measures search over many recordings and the seek in a long one. Not a test: run its {@code main}
 * with a directory that is empty, the number of recordings and the megabytes of each.
 */
final class SearchBenchmark {

  private static final int WORDS = 50_000;
  private static final int SEARCHES = 200;
  private static final int SEEK_MEGABYTES = 50;
  private static final int MEGABYTE = 1_000_000;

  private SearchBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    int megabytes = Integer.parseInt(arguments[2]);
    Random random = new Random(1);
    String[] words = words(random);
    RecordingFiles files = new RecordingFiles(directory);
    files.open();
    for (int i = 0; i < count; i++) {
      write(files, "r%019d".formatted(i), megabytes, words, random, i == count / 2);
    }
    write(files, "s%019d".formatted(0), SEEK_MEGABYTES, words, random, false);
    Recordings recordings =
        new Recordings(
            files,
            () -> LuceneIndex.open(files.indexDirectory()),
            Map.of(),
            new SilentJournal(),
            Clock.systemUTC(),
            new Recordings.Retention(Duration.ofDays(1), Long.MAX_VALUE));
    recordings.open();
    seek(recordings);
    long began = System.nanoTime();
    recordings.beginIndex();
    System.out.printf("index_s=%.1f%n", (System.nanoTime() - began) / 1e9);
    search("rare", recordings, i -> "needleinthehaystack");
    search("words", recordings, i -> words[i * 13] + " ");
    search("two_words", recordings, i -> words[i * 7] + " " + words[i * 11] + " ");
    search("beginnings", recordings, i -> words[i * 13].substring(0, 3));
    search("everywhere", recordings, i -> "error ");
    recordings.close();
    try (Stream<Path> index = Files.list(files.indexDirectory())) {
      System.out.printf("index_bytes=%d%n", index.mapToLong(file -> file.toFile().length()).sum());
    }
  }

  private interface Query {
    String number(int i);
  }

  private static void search(String name, Recordings recordings, Query query) {
    double[] millis = new double[SEARCHES];
    int hits = 0;
    for (int i = 0; i < SEARCHES; i++) {
      long began = System.nanoTime();
      hits += recordings.search("ada", new SearchQuery(query.number(i)), 20).size();
      millis[i] = (System.nanoTime() - began) / 1e6;
    }
    double first = millis[0];
    Arrays.sort(millis);
    System.out.printf(
        "%s search_first_ms=%.1f search_p50_ms=%.1f search_max_ms=%.1f hits=%d%n",
        name, first, millis[SEARCHES / 2], millis[SEARCHES - 1], hits);
  }

  private static void seek(Recordings recordings) {
    Recording recording = recordings.get("s%019d".formatted(0), "ada");
    for (int i = 0; i < 5; i++) {
      long began = System.nanoTime();
      Moment moment = recordings.seek(recording, Long.MAX_VALUE);
      System.out.printf(
          "seek_ms=%.0f file_bytes=%d%n", (System.nanoTime() - began) / 1e6, moment.offset());
    }
  }

  private static String[] words(Random random) {
    String[] words = new String[WORDS];
    for (int i = 0; i < WORDS; i++) {
      StringBuilder word = new StringBuilder();
      for (int j = 3 + random.nextInt(7); j > 0; j--) {
        word.append((char) ('a' + random.nextInt(26)));
      }
      words[i] = word.toString();
    }
    return words;
  }

  /** Lines as of a build: a time, a level, some words of which few are frequent, a number. */
  private static void write(
      RecordingFiles files,
      String id,
      int megabytes,
      String[] words,
      Random random,
      boolean withNeedle)
      throws IOException {
    Recording recording =
        new Recording(
            id,
            "t",
            "s",
            "ada",
            "build",
            Instant.EPOCH.plusSeconds(random.nextInt(1_000_000)),
            Recording.State.RUNNING,
            0,
            0);
    long millis = 0;
    CastFile file = new CastFile(files.create(recording));
    file.header(new WindowSize(80, 24), recording.startedAt(), "build", Map.of());
    while (file.writtenBytes() < (long) megabytes * MEGABYTE) {
      millis += random.nextInt(100);
      StringBuilder line = new StringBuilder("\033[32m");
      line.append(random.nextInt(50) == 0 ? "error" : "info").append("\033[m");
      for (int j = 0; j < 8; j++) {
        double rank = Math.pow(random.nextDouble(), 3);
        line.append(' ').append(words[(int) (rank * WORDS)]);
      }
      line.append(' ').append(random.nextInt(100_000)).append("\r\n");
      file.output(millis, line.toString().getBytes(StandardCharsets.UTF_8));
    }
    if (withNeedle) {
      file.output(millis, "the needleinthehaystack\r\n".getBytes(StandardCharsets.UTF_8));
    }
    file.close();
    files.save(recording.with(Recording.State.COMPLETE, millis, file.writtenBytes()));
  }
}
