package dev.devtail.syntax.diff;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.Language;
import dev.devtail.syntax.Reading;
import dev.devtail.syntax.Source;
import dev.devtail.syntax.Symbol;
import dev.devtail.syntax.treesitter.TreeSitterParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SyntaxDiffTest {

  private static final TreeSitterParser PARSER = new TreeSitterParser(1);

  private static final String BEFORE =
      """
      import java.util.List;

      class Shelf {
        int width = 80;

        int count(List<String> items) {
          int sum = 0;
          return sum + items.size();
        }

        void clear() {
          width = 0;
        }
      }

      class Room {
        void open() {}
      }
      """;

  @AfterAll
  static void close() {
    PARSER.close();
  }

  private static Version version(String text) throws Exception {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    return new Version(PARSER.parse(new Source(Language.JAVA, content, null)), text);
  }

  private static List<String> changes(String after) throws Exception {
    return SyntaxDiff.between(version(BEFORE), version(after)).symbols().stream()
        .map(
            change ->
                "%s %s > %s"
                    .formatted(
                        change.kinds().stream().map(Enum::name).sorted().collect(joining(" ")),
                        place(change.before()),
                        place(change.after())))
        .toList();
  }

  private static String place(Optional<Symbol> symbol) {
    return symbol
        .map(s -> "%s %d-%d".formatted(s.name(), s.firstLine(), s.lastLine()))
        .orElse("none");
  }

  @Test
  void theSameHasNoChanges() throws Exception {
    assertThat(SyntaxDiff.between(version(BEFORE), version(BEFORE)))
        .isEqualTo(new FileChanges(List.of(), List.of()));
  }

  @Test
  void aBodyIsChanged() throws Exception {
    assertThat(changes(BEFORE.replace("int sum = 0;", "int sum = 1;")))
        .containsExactly("BODY_CHANGED count 6-9 > count 6-9");
  }

  @Test
  void aSignatureIsChanged() throws Exception {
    assertThat(changes(BEFORE.replace("List<String> items)", "List<Integer> items)")))
        .containsExactly("SIGNATURE_CHANGED count 6-9 > count 6-9");
  }

  @Test
  void aSignatureIsBrokenIntoLines() throws Exception {
    assertThat(changes(BEFORE.replace("(List<String> items)", "(\n      List<String> items)")))
        .isEmpty();
  }

  @Test
  void signatureAndBodyAreChanged() throws Exception {
    assertThat(changes(BEFORE.replace("void clear()", "int clear()").replace("th = 0;", "th = 1;")))
        .containsExactly("BODY_CHANGED SIGNATURE_CHANGED clear 11-13 > clear 11-13");
  }

  @Test
  void oneIsRenamed() throws Exception {
    assertThat(changes(BEFORE.replace("clear", "empty")))
        .containsExactly("RENAMED clear 11-13 > empty 11-13");
  }

  @Test
  void aTypeIsRenamedWithWhatItHolds() throws Exception {
    assertThat(changes(BEFORE.replace("class Room", "class Hall")))
        .containsExactly("RENAMED Room 16-18 > Hall 16-18");
  }

  @Test
  void oneIsAddedAndOneRemoved() throws Exception {
    assertThat(
            changes(
                BEFORE
                    .replace("  int width = 80;\n", "")
                    .replace(
                        "  void open() {}\n", "  void open() {}\n  int size() { return 3; }\n")))
        .containsExactly("ADDED none > size 17-17", "REMOVED width 4-4 > none");
  }

  @Test
  void oneIsMovedPastAnother() throws Exception {
    String clear = "  void clear() {\n    width = 0;\n  }\n";
    assertThat(
            changes(
                BEFORE
                    .replace(clear, "")
                    .replace("  int width = 80;\n", "  int width = 80;\n" + clear)))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("MOVED ");
  }

  @Test
  void oneIsMovedIntoAnother() throws Exception {
    String clear = "  void clear() {\n    width = 0;\n  }\n";
    assertThat(
            changes(
                BEFORE
                    .replace(clear, "")
                    .replace("  void open() {}\n", "  void open() {}\n" + clear)))
        .containsExactly("MOVED clear 11-13 > clear 15-17");
  }

  @Test
  void whatIsIndentedOtherwiseIsTheSame() throws Exception {
    assertThat(changes(BEFORE.replace("\n  ", "\n    "))).isEmpty();
  }

  @Test
  void linesOfNoSymbolAreTold() throws Exception {
    FileChanges changes =
        SyntaxDiff.between(version(BEFORE), version(BEFORE.replace("util.List;", "util.*;")));
    assertThat(changes.symbols()).isEmpty();
    assertThat(changes.lines())
        .containsExactly(new LineChange(new LineRange(1, 1), new LineRange(1, 1)));
  }

  @Test
  void whatIsNotParsedIsComparedByLines() {
    Version before = new Version(CodeMap.text(Language.TEXT, Reading.NO_GRAMMAR, 3), "a\nb\nc\n");
    Version after = new Version(CodeMap.text(Language.TEXT, Reading.NO_GRAMMAR, 4), "a\nB\nc\nd\n");
    assertThat(SyntaxDiff.between(before, after).lines())
        .containsExactly(
            new LineChange(new LineRange(2, 2), new LineRange(2, 2)),
            new LineChange(new LineRange(4, 3), new LineRange(4, 4)));
  }

  @Test
  void differencesBeyondTheBoundsAreOne() {
    List<String> before = List.of("x ".repeat(LineDiff.MAX_LINES).split(" "));
    List<String> after = List.of("y ".repeat(5).split(" "));
    assertThat(LineDiff.between(before, after))
        .containsExactly(new LineChange(new LineRange(1, LineDiff.MAX_LINES), new LineRange(1, 5)));
  }

  @Test
  void aSampleAgainstNothingIsAddedAsAWhole() throws Exception {
    String text =
        Files.readString(Path.of("src/test/resources/dev/devtail/syntax/samples/Shelf.java"));
    assertThat(SyntaxDiff.between(version(""), version(text)).symbols())
        .allMatch(change -> change.kinds().contains(SymbolChange.Kind.ADDED))
        .extracting(change -> change.after().orElseThrow().name())
        .containsExactly("dev.example.shop", "Shelf", "ShelfTest");
  }
}
