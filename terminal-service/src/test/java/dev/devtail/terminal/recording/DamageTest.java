package dev.devtail.terminal.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.terminal.recording.Recording.State;
import dev.devtail.terminal.text.SearchQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no longer what was written: what is damaged is missing, and nothing else. */
class DamageTest {

  private static final int LINES = 40;

  @TempDir Path directory;

  /** A recording with a word of its own in each line. */
  private static Recording recorded(RecordingFixture fixture) {
    return fixture.recorded(
        "ada",
        Stream.concat(
                Stream.of("\r\n"), IntStream.range(0, LINES).mapToObj(i -> "word" + i + "\r\n"))
            .toArray(String[]::new));
  }

  private static List<String> words(RecordingFixture fixture, Recording recording) {
    return Stream.of(fixture.text(recording).split("\r\n"))
        .filter(word -> word.matches("word\\d+"))
        .toList();
  }

  @Test
  void aFlippedBitCostsTheLinesItIsIn() throws IOException {
    try (RecordingFixture fixture = new RecordingFixture(directory)) {
      Recording recording = recorded(fixture);
      Path file = fixture.files.cast(recording.id());
      byte[] whole = Files.readAllBytes(file);
      Random random = new Random(1);
      for (int i = 0; i < whole.length; i++) {
        byte[] damaged = whole.clone();
        damaged[i] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, damaged);
        // The end of a line may be gone, so that it and the next one are one.
        assertThat(words(fixture, recording))
            .as("byte %d", i)
            .hasSizeGreaterThanOrEqualTo(LINES - 2);
        assertThat(fixture.recordings.seek(recording, Long.MAX_VALUE).screen())
            .as("byte %d", i)
            .isNotEmpty();
      }
    }
  }

  @Test
  void noiseInTheMiddleCostsWhatItStandsFor() throws IOException {
    try (RecordingFixture fixture = new RecordingFixture(directory)) {
      Recording recording = recorded(fixture);
      byte[] noise = new byte[300];
      for (int seed = 0; seed < 200; seed++) {
        Random random = new Random(seed);
        random.nextBytes(noise);
        byte[] damaged = Files.readAllBytes(fixture.files.cast(recording.id()));
        int at = random.nextInt(damaged.length / 2);
        System.arraycopy(noise, 0, damaged, at, noise.length);
        Path other = directory.resolve("noise.cast");
        Files.write(other, damaged);
        try (CastReader reader = new CastReader(other, 0)) {
          int events = 0;
          while (reader.hasNext()) {
            events += reader.next() == CastReader.Kind.OUTPUT ? 1 : 0;
          }
          assertThat(events).as("seed %d", seed).isGreaterThan(LINES / 3);
        }
      }
    }
  }

  @Test
  void whatIsBehindTheDamageIsFound() throws IOException {
    Recording recording;
    try (RecordingFixture fixture = new RecordingFixture(directory)) {
      recording = recorded(fixture);
      byte[] damaged = Files.readAllBytes(fixture.files.cast(recording.id()));
      Arrays.fill(damaged, damaged.length / 2, damaged.length / 2 + 30, (byte) 0);
      Files.write(fixture.files.cast(recording.id()), damaged);
    }
    try (RecordingFixture fixture = new RecordingFixture(directory)) {
      fixture.recordings.catchUpIndex();
      for (String word : List.of("word1", "word" + (LINES - 1))) {
        assertThat(fixture.recordings.search("ada", new SearchQuery(word), 100)).isNotEmpty();
      }
    }
  }

  /** As a machine without power may leave it. */
  @Test
  void aTailOfZerosIsCut() throws IOException {
    Recording recording;
    try (RecordingFixture fixture = new RecordingFixture(directory)) {
      recording = recorded(fixture);
      fixture.files.save(recording.with(State.RUNNING, 0, 0));
      Files.write(fixture.files.cast(recording.id()), new byte[200_000], StandardOpenOption.APPEND);
    }
    try (RecordingFixture fixture = new RecordingFixture(directory)) {
      assertThat(fixture.recordings.get(recording.id(), "ada")).isEqualTo(recording);
      assertThat(words(fixture, recording)).hasSize(LINES);
    }
  }

  @Test
  void aFileThatIsShorterThanItWasEndsEarlier() throws IOException {
    try (RecordingFixture fixture = new RecordingFixture(directory)) {
      Recording recording = recorded(fixture);
      fixture.files.cut(recording.id(), recording.sizeBytes() / 2);
      assertThat(words(fixture, recording)).hasSizeBetween(LINES / 3, LINES / 2);
      assertThat(fixture.recordings.read(recording, recording.sizeBytes() - 10, 100)).isEmpty();
      assertThat(fixture.recordings.seek(recording, Long.MAX_VALUE).offset())
          .isLessThanOrEqualTo(recording.sizeBytes() / 2);
    }
  }

  @Test
  void filesOfOthersAreLeftAlone() throws IOException {
    Recording recording;
    try (RecordingFixture fixture = new RecordingFixture(directory)) {
      recording = recorded(fixture);
    }
    Path known = directory.resolve(recording.id() + ".json");
    Files.copy(known, directory.resolve("copy.json"));
    Files.writeString(directory.resolve("copy.cast"), "none");
    Files.writeString(directory.resolve("empty.json"), "");
    Files.writeString(
        directory.resolve("poor.json"), "{\"id\":\"poor\",\"durationMillis\":0,\"sizeBytes\":0}");
    Files.writeString(directory.resolve("poor.cast"), "none");
    Files.createDirectory(directory.resolve("folder.json"));
    try (RecordingFixture fixture = new RecordingFixture(directory)) {
      assertThat(fixture.recordings.list("ada", "")).containsExactly(recording);
    }
    assertThat(directory.resolve("copy.cast")).exists();
    assertThat(directory.resolve("poor.json")).exists();
  }

  /** What the index holds can be made from the recordings at any time. */
  @Test
  void anIndexThatIsDamagedWhileItIsUsedIsMadeAnew() throws IOException {
    Recording recording;
    try (RecordingFixture fixture = new RecordingFixture(directory)) {
      recording = recorded(fixture);
      fixture.recordings.beginIndex();
    }
    try (Stream<Path> files = Files.list(directory.resolve("index"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".cfs")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        for (int i = bytes.length / 4; i < bytes.length * 3 / 4; i++) {
          bytes[i] ^= 0x5A;
        }
        Files.write(file, bytes);
      }
    }
    try (RecordingFixture fixture = new RecordingFixture(directory)) {
      for (int i = 0; i < 3; i++) {
        try {
          fixture.recordings.catchUpIndex();
          fixture.recordings.search("ada", new SearchQuery("word7"), 10);
        } catch (RuntimeException damaged) {
          fixture.loop.advance(Duration.ofMinutes(2));
        }
      }
      assertThat(fixture.recordings.search("ada", new SearchQuery("word7"), 10))
          .singleElement()
          .satisfies(found -> assertThat(found.line().text()).isEqualTo("word7"));
      assertThat(fixture.recordings.get(recording.id(), "ada")).isEqualTo(recording);
    }
  }
}
