package dev.devtail.syntax.treesitter;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.Language;
import dev.devtail.syntax.Mention;
import dev.devtail.syntax.Source;
import dev.devtail.syntax.Symbol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One file in each language, and beside it, in {@code NAME.map}, what is to be found in it. {@code
 * -Ddevtail.goldens.write=true} writes them anew, to be read before they are committed.
 */
class SamplesTest {

  static final Path SAMPLES = Path.of("src/test/resources/dev/devtail/syntax/samples");

  private static final int BEGINNINGS_STEP = 11;

  static Stream<Path> samples() throws IOException {
    try (Stream<Path> files = Files.list(SAMPLES)) {
      return files.filter(file -> !file.toString().endsWith(".map")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aSampleIsReadAsItsGoldenSays(Path sample) throws Exception {
    Language language = Language.of(sample.toString());
    try (TreeSitterParser parser = new TreeSitterParser(1)) {
      String found = show(parser.parse(new Source(language, Files.readAllBytes(sample), null)));
      Path golden = Path.of(sample + ".map");
      if (Boolean.getBoolean("devtail.goldens.write")) {
        Files.writeString(golden, found);
      }
      assertThat(found).isEqualTo(Files.readString(golden));
    }
  }

  /** As a file is while somebody writes it. */
  @ParameterizedTest
  @MethodSource("samples")
  void everyBeginningOfASampleIsRead(Path sample) throws Exception {
    Language language = Language.of(sample.toString());
    String text = Files.readString(sample);
    try (TreeSitterParser parser = new TreeSitterParser(1)) {
      for (int end = 0; end < text.length(); end += BEGINNINGS_STEP) {
        byte[] content = text.substring(0, end).getBytes(StandardCharsets.UTF_8);
        CodeMap map = parser.parse(new Source(language, content, null));
        for (int i = 0; i < map.symbols().size(); i++) {
          Symbol symbol = map.symbols().get(i);
          assertThat(symbol.firstLine()).isBetween(1, symbol.lastLine());
          assertThat(symbol.lastLine()).isLessThanOrEqualTo(map.lines());
          assertThat(symbol.parent()).isLessThan(i);
          if (symbol.parent() >= 0) {
            Symbol parent = map.symbols().get(symbol.parent());
            assertThat(symbol.firstLine()).isBetween(parent.firstLine(), parent.lastLine());
          }
        }
      }
    }
  }

  @Test
  void everyLanguageHasASample() throws IOException {
    Set<Language> shown = EnumSet.of(Language.TEXT);
    samples().forEach(sample -> shown.add(Language.of(sample.toString())));
    assertThat(shown).containsExactlyInAnyOrder(Language.values());
  }

  private static String show(CodeMap map) {
    StringBuilder text = new StringBuilder();
    text.append("%s, %d lines%n".formatted(map.reading(), map.lines()));
    map.imports().forEach(i -> text.append("import %s (%d)%n".formatted(i.target(), i.line())));
    for (Symbol symbol : map.symbols()) {
      text.append(
          "%s%d-%d %s %s%s%s: %s%s%n"
              .formatted(
                  "  ".repeat(depth(map, symbol)),
                  symbol.firstLine(),
                  symbol.lastLine(),
                  symbol.kind().name().toLowerCase(Locale.ROOT),
                  symbol.name(),
                  symbol.complexity() == 0 ? "" : " [" + symbol.complexity() + "]",
                  symbol.test() ? " test" : "",
                  symbol.signature(),
                  symbol.doc().isEmpty() ? "" : " // " + symbol.doc()));
    }
    map.mentions().stream()
        .collect(
            groupingBy(
                Mention::name,
                TreeMap::new,
                mapping(mention -> String.valueOf(mention.line()), joining(" "))))
        .forEach((name, lines) -> text.append("mentions %s: %s%n".formatted(name, lines)));
    return text.toString();
  }

  private static int depth(CodeMap map, Symbol symbol) {
    return symbol.parent() < 0 ? 0 : 1 + depth(map, map.symbols().get(symbol.parent()));
  }
}
