package dev.devtail.syntax.worker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.Language;
import dev.devtail.syntax.Reading;
import dev.devtail.syntax.Source;
import dev.devtail.syntax.treesitter.TreeSitterParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IsolatedParserTest {

  private static final IsolatedParser.Limits PATIENT =
      new IsolatedParser.Limits(Duration.ofMinutes(1), Duration.ofMinutes(5));

  private static Source python(String text) {
    return new Source(Language.PYTHON, text.getBytes(StandardCharsets.UTF_8), null);
  }

  private static Source function(int number) {
    return python("def f%d(a):\n    return größer(a)\n".formatted(number));
  }

  /** All at once. */
  private static List<CodeMap> parseAll(IsolatedParser parser, List<Source> sources)
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CodeMap> maps = new ArrayList<>();
      for (Future<CodeMap> map :
          threads.invokeAll(sources.stream().map(s -> call(parser, s)).toList())) {
        maps.add(map.get());
      }
      return maps;
    }
  }

  private static Callable<CodeMap> call(IsolatedParser parser, Source source) {
    return () -> parser.parse(source);
  }

  @Test
  void mapsAreThoseOfTheParserInThisProcess() throws Exception {
    List<Source> sources = IntStream.range(0, 200).mapToObj(i -> function(i)).toList();
    try (IsolatedParser isolated = new IsolatedParser(2);
        TreeSitterParser here = new TreeSitterParser(1)) {
      List<CodeMap> maps = parseAll(isolated, sources);
      for (int i = 0; i < sources.size(); i++) {
        assertThat(maps.get(i)).isEqualTo(here.parse(sources.get(i)));
      }
      assertThat(maps.getLast().symbols()).extracting("name").containsExactly("f199");
    }
  }

  @Test
  void whatCrashesTheWorkerCostsThatFileAlone() throws Exception {
    List<Source> sources =
        new ArrayList<>(IntStream.range(0, 8).mapToObj(i -> function(i)).toList());
    sources.add(1, python(FaultyWorker.ABORTS));
    sources.add(4, python(FaultyWorker.ABORTS));
    try (IsolatedParser parser = new IsolatedParser(FaultyWorker.class, 2, PATIENT)) {
      assertThat(parseAll(parser, sources))
          .extracting(CodeMap::reading)
          .containsExactly(
              Reading.WHOLE,
              Reading.CRASHED,
              Reading.WHOLE,
              Reading.WHOLE,
              Reading.CRASHED,
              Reading.WHOLE,
              Reading.WHOLE,
              Reading.WHOLE,
              Reading.WHOLE,
              Reading.WHOLE);
      assertThat(parser.parse(python(FaultyWorker.ABORTS)).lines()).isEqualTo(1);
    }
  }

  @Test
  void whatHangsCostsThatFileAlone() throws Exception {
    IsolatedParser.Limits limits =
        new IsolatedParser.Limits(Duration.ofSeconds(2), Duration.ofMinutes(5));
    try (IsolatedParser parser = new IsolatedParser(FaultyWorker.class, 2, limits)) {
      parser.parse(function(0));
      assertThat(parseAll(parser, List.of(function(1), python(FaultyWorker.LOOPS), function(2))))
          .extracting(CodeMap::reading)
          .containsExactly(Reading.WHOLE, Reading.TOO_SLOW, Reading.WHOLE);
      assertThat(parser.parse(function(3)).reading()).isEqualTo(Reading.WHOLE);
    }
  }

  @Test
  void whatIsNotToBeParsedStartsNoProcess() throws Exception {
    try (IsolatedParser parser = new IsolatedParser(BrokenWorker.class, 1, PATIENT)) {
      assertThat(parser.parse(python("a\0b")).reading()).isEqualTo(Reading.BINARY);
      assertThat(parser.parse(new Source(Language.TEXT, new byte[] {'a'}, null)))
          .isEqualTo(CodeMap.text(Language.TEXT, Reading.NO_GRAMMAR, 1));
      assertThat(parser.process()).isNull();
    }
  }

  @Test
  void aWorkerThatDoesNotStartIsNoFilesFault() {
    try (IsolatedParser parser = new IsolatedParser(BrokenWorker.class, 1, PATIENT)) {
      assertThatThrownBy(() -> parser.parse(function(0)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the parser's process ends when it is started");
    }
  }

  @Test
  void aWorkerThatNobodyAsksIsEndedAndStartedAgain() throws Exception {
    IsolatedParser.Limits limits =
        new IsolatedParser.Limits(Duration.ofMinutes(1), Duration.ofMillis(50));
    try (IsolatedParser parser = new IsolatedParser(ParserWorker.class, 1, limits)) {
      assertThat(parser.parse(function(0)).reading()).isEqualTo(Reading.WHOLE);
      await().until(() -> parser.process() == null);
      assertThat(parser.parse(function(1)).reading()).isEqualTo(Reading.WHOLE);
    }
  }

  @Test
  void theWorkerEndsWithItsOwner() throws Exception {
    ProcessHandle process;
    try (IsolatedParser parser = new IsolatedParser(1)) {
      parser.parse(function(0));
      process = requireNonNull(parser.process());
      assertThat(process.isAlive()).isTrue();
    }
    await().until(() -> !process.isAlive());
  }
}
