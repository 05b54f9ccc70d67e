package dev.devtail.terminal.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.kit.fault.Fault;
import dev.devtail.terminal.domain.Terminal;
import dev.devtail.terminal.text.SearchQuery;
import dev.devtail.terminal.text.TextLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Search over real files and the real index. */
class SearchTest {

  @TempDir Path directory;
  private RecordingFixture fixture;

  @BeforeEach
  void open() {
    fixture = new RecordingFixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<String> found(String query) {
    fixture.recordings.catchUpIndex();
    return fixture.recordings.search("ada", new SearchQuery(query), 100).stream()
        .map(found -> found.line().text())
        .toList();
  }

  @Test
  void hitTellsRecordingLineAndTime() {
    fixture.recorded("ada", "nothing here\r\n");
    Recording second =
        fixture.recorded(
            "ada", "one\r\n", "connection \033[31mrefused\033[0m by peer\r\n", "two\r\n");
    fixture.recordings.catchUpIndex();
    List<Recordings.Found> found =
        fixture.recordings.search("ada", new SearchQuery("refused connection"), 10);
    assertThat(found)
        .containsExactly(
            new Recordings.Found(second, new TextLine(2000, "connection refused by peer")));
  }

  @ParameterizedTest
  @CsvSource({
    "foo-bar.txt, true",
    "FOO-BAR, true",
    "foo-ba, true",
    "oo-bar, false",
    "foo+bar, false",
    "c++, true",
    "'c++ fails', true",
    "c#, false",
    "/usr/bin/env, true",
    "'say \"hi\"', true",
    "a*b?[c], true",
    "user@host:22, true",
    "naïve, true",
    "größe, true",
    "測試, true",
    "試測, false",
    "under_score, true",
    "score, false",
    "'(unbalanced', true",
    "'+never AND', false",
  })
  void signsAreFoundAsTheyAre(String query, boolean there) {
    fixture.recorded(
        "ada",
        "foo-bar.txt C++ fails /usr/bin/env say \"hi\" a*b?[c] user@host:22 naïve Größe"
            + " 這是測試 under_score (unbalanced\r\n");
    assertThat(found(query)).hasSize(there ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"***", "+-/", "\"\"", "()"})
  void queryWithoutAWordIsRefused(String query) {
    assertThatThrownBy(() -> new SearchQuery(query))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("at least one letter or digit");
  }

  @Test
  void wordsHaveToBeInOneLine() {
    fixture.recorded("ada", "alpha one\r\nbeta two\r\n");
    assertThat(found("alpha beta ")).isEmpty();
    assertThat(found("alpha one ")).containsExactly("alpha one");
  }

  @Test
  void newestComesFirstAndNoMoreThanAskedFor() {
    String lines =
        String.join("", IntStream.range(0, 200).mapToObj(i -> "hit " + i + "\r\n").toList());
    fixture.recorded("ada", lines);
    fixture.recorded("ada", "hit last\r\n");
    fixture.recordings.catchUpIndex();
    List<Recordings.Found> found = fixture.recordings.search("ada", new SearchQuery("hit"), 3);
    assertThat(found)
        .extracting(hit -> hit.line().text())
        .containsExactly("hit last", "hit 199", "hit 198");
  }

  @Test
  void whatRunsIsFoundToo() {
    Terminal terminal = fixture.terminal("ada");
    Recording started = fixture.start(terminal);
    RecordingFixture.show(terminal, "early bird\r\n");
    org.awaitility.Awaitility.await()
        .until(() -> !fixture.recordings.search("ada", new SearchQuery("bird"), 1).isEmpty());
    RecordingFixture.show(terminal, "late worm\r\n");
    fixture.stop(terminal);
    assertThat(found("worm")).containsExactly("late worm");
    assertThat(found("bird")).containsExactly("early bird");
    assertThat(started.running()).isTrue();
  }

  @Test
  void indexIsMadeFromTheFilesWhenItIsMissing() throws IOException {
    fixture.recorded("ada", "needle\r\n");
    assertThat(found("needle")).hasSize(1);
    fixture.close();
    try (Stream<Path> files = Files.list(directory.resolve("index"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    open();
    fixture.recordings.beginIndex();
    assertThat(found("needle")).hasSize(1);
  }

  @Test
  void indexIsMadeFromTheFilesWhenItIsDamaged() throws IOException {
    fixture.recorded("ada", "needle\r\n");
    assertThat(found("needle")).hasSize(1);
    fixture.close();
    try (Stream<Path> files = Files.list(directory.resolve("index"))) {
      for (Path file : files.toList()) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }
    open();
    fixture.recordings.beginIndex();
    assertThat(found("needle")).hasSize(1);
  }

  @Test
  void nothingIsIndexedTwiceAfterARestart() {
    fixture.recorded("ada", "needle\r\n");
    assertThat(found("needle")).hasSize(1);
    fixture.close();
    open();
    fixture.recordings.beginIndex();
    assertThat(found("needle")).hasSize(1);
  }
}
