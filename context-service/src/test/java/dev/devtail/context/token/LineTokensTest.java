package dev.devtail.context.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LineTokensTest {

  private static final int TEXTS = Integer.getInteger("devtail.random.texts", 3_000);

  private static final int SLICES = 20;

  private static final int PIECES = 60;

  @ParameterizedTest
  @EnumSource(Vocabulary.class)
  void whateverIsPutTogetherOfSlicesIsCountedAsOneText(Vocabulary vocabulary) {
    for (int seed = 0; seed < TEXTS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      LineTokens one = LineTokens.of(RandomText.of(random, PIECES), vocabulary);
      LineTokens other = LineTokens.of(RandomText.of(random, PIECES), vocabulary);
      TokenSum sum = new TokenSum(vocabulary);
      StringBuilder text = new StringBuilder();
      for (int part = 0; part < 4; part++) {
        String between = RandomText.of(random, 3) + "\n";
        add(random.nextBoolean() ? one : other, random, sum, text);
        sum.add(between);
        text.append(between);
      }
      assertThat(sum.total()).as("seed %d", seed).isEqualTo(vocabulary.count(text.toString()));
      assertThat(one.tokens()).as("seed %d", seed).isEqualTo(vocabulary.count(one.text()));
    }
  }

  private static void add(
      LineTokens lines, SplittableRandom random, TokenSum sum, StringBuilder text) {
    if (lines.lines() > 0) {
      int first = random.nextInt(1, lines.lines() + 1);
      int last = random.nextInt(first, lines.lines() + 1);
      sum.add(lines, first, last);
      text.append(lines.text(first, last));
    }
  }

  @ParameterizedTest
  @EnumSource(Vocabulary.class)
  void slicesOfRealFilesAreCountedAsTheyAre(Vocabulary vocabulary) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    for (Path file : realFiles()) {
      String text = Files.readString(file);
      for (String ended : List.of(text, text.replace("\n", "\r\n"))) {
        LineTokens lines = LineTokens.of(ended, vocabulary);
        for (int i = 0; i < SLICES; i++) {
          TokenSum sum = new TokenSum(vocabulary).add("<file>\n");
          StringBuilder slice = new StringBuilder("<file>\n");
          add(lines, random, sum, slice);
          sum.add("</file>\n");
          slice.append("</file>\n");
          assertThat(sum.total()).as("%s", file).isEqualTo(vocabulary.count(slice.toString()));
        }
      }
    }
  }

  /** Of this repository, in several languages. */
  private static List<Path> realFiles() throws IOException {
    Path root = Path.of("..");
    List<Path> files =
        Stream.of(
                "pom.xml",
                "CHANGELOG.md",
                "mvnw",
                "protocol/src/main/proto",
                "web/src/net",
                "web/index.html",
                "edge-gateway/src/main/resources/openapi.yaml",
                "ai-router-service/src/main/java/dev/devtail/router/window")
            .map(root::resolve)
            .flatMap(LineTokensTest::filesBelow)
            .toList();
    assertThat(files).hasSizeGreaterThan(20);
    return files;
  }

  private static Stream<Path> filesBelow(Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatLooksLikeASpecialTokenIsText() {
    assertThat(Vocabulary.O200K_BASE.count("<|endoftext|>")).isGreaterThan(1);
    assertThat(LineTokens.of("<|endoftext|>", Vocabulary.CL100K_BASE).tokens()).isGreaterThan(1);
  }

  @Test
  void linesAreThoseOfTheText() {
    LineTokens lines = LineTokens.of("a\n\n  b\r\nc", Vocabulary.O200K_BASE);
    assertThat(lines.lines()).isEqualTo(4);
    assertThat(lines.text(2, 3)).isEqualTo("\n  b\r\n");
    assertThat(lines.text()).isEqualTo("a\n\n  b\r\nc\n");
    assertThat(LineTokens.of("", Vocabulary.O200K_BASE).lines()).isZero();
    assertThat(LineTokens.of("", Vocabulary.O200K_BASE).tokens()).isZero();
  }

  /** A part that reaches over a seam would be counted otherwise alone. */
  @Test
  void seamsAreFew() {
    assertThat(LineTokens.isSeam("foo\n")).isTrue();
    assertThat(LineTokens.isSeam("  foo\n")).isTrue();
    assertThat(LineTokens.isSeam("  // foo\n")).isTrue();
    assertThat(LineTokens.isSeam("// foo\n")).isFalse();
    assertThat(LineTokens.isSeam("\n")).isFalse();
    assertThat(LineTokens.isSeam("  \n")).isFalse();
    assertThat(LineTokens.isSeam(" \u0085 \n")).isFalse();
    assertThat(LineTokens.isSeam(" \r  foo\n")).isFalse();
  }
}
