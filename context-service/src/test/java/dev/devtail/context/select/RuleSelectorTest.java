package dev.devtail.context.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.devtail.context.report.FailingTest;
import dev.devtail.context.select.RuledSelection.Note;
import dev.devtail.context.workspace.Commit;
import dev.devtail.context.workspace.History;
import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.Language;
import dev.devtail.syntax.Mention;
import dev.devtail.syntax.Reading;
import dev.devtail.syntax.Symbol;
import dev.devtail.syntax.SymbolKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RuleSelectorTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static final CodeMap STACK =
      map(
          List.of(
              symbol("Stack", -1, 1, 30, false),
              symbol("push", 0, 5, 8, false),
              symbol("pop", 0, 10, 20, false)),
          new Mention("grow", 6),
          new Mention("require", 12));

  private static final CodeMap ARRAYS =
      map(List.of(symbol("Arrays", -1, 1, 9, false), symbol("grow", 0, 3, 5, false)));

  private static final CodeMap USER =
      map(List.of(symbol("main", -1, 1, 4, false)), new Mention("push", 2));

  private static final CodeMap TEST =
      map(
          List.of(symbol("StackTest", -1, 1, 20, true), symbol("pushes", 0, 3, 6, true)),
          new Mention("Stack", 4),
          new Mention("push", 5));

  private static final Index INDEX =
      new Index(
          new TreeMap<>(
              Map.of(
                  "src/Stack.java", STACK,
                  "src/Arrays.java", ARRAYS,
                  "src/User.java", USER,
                  "test/StackTest.java", TEST)));

  private static final RuleFacts FACTS =
      new RuleFacts(
          NOW,
          new History(
              "c3c3c3c3",
              "main",
              List.of("src/User.java", "gone.java"),
              List.of(
                  commit("c3c3c3c3", 1, "src/Stack.java"),
                  commit("c2c2c2c2", 2, "src/Arrays.java"),
                  commit("c1c1c1c1", 9, "test/StackTest.java"))),
          Map.of("release", "c2c2c2c2"),
          List.of(
              new FailingTest("StackTest.pushes", "test/StackTest.java", 5, "expected: 1"),
              new FailingTest("Elsewhere.x", "", 0, "")));

  private record Index(Map<String, CodeMap> maps) implements CodeIndex {

    @Override
    public List<String> paths() {
      return List.copyOf(maps.keySet());
    }

    @Override
    public Optional<CodeMap> map(String path) {
      return Optional.ofNullable(maps.get(path));
    }

    @Override
    public List<Place> mentionsOf(String name) {
      List<Place> places = new ArrayList<>();
      maps.forEach(
          (path, map) ->
              map.mentions().stream()
                  .filter(mention -> mention.name().equals(name))
                  .forEach(mention -> places.add(new Place(path, mention.line()))));
      return places;
    }

    @Override
    public List<Place> declarationsOf(String name) {
      List<Place> places = new ArrayList<>();
      maps.forEach(
          (path, map) ->
              map.symbols().stream()
                  .filter(symbol -> symbol.name().equals(name))
                  .forEach(symbol -> places.add(new Place(path, symbol.firstLine()))));
      return places;
    }
  }

  private static CodeMap map(List<Symbol> symbols, Mention... mentions) {
    return new CodeMap(Language.JAVA, Reading.WHOLE, 30, symbols, List.of(), List.of(mentions));
  }

  private static Symbol symbol(String name, int parent, int first, int last, boolean test) {
    return new Symbol(name, parent, SymbolKind.METHOD, first, last, name, "", 1, test);
  }

  private static Commit commit(String id, int daysAgo, String... paths) {
    return new Commit(id, NOW.minus(Duration.ofDays(daysAgo)), "a", "m", List.of(paths));
  }

  private static RuledSelection select(String rules) {
    return RuleSelector.select(RulesReader.read("f", "rules:\n" + rules), INDEX, FACTS);
  }

  private static List<String> paths(String rules) {
    return select(rules).selection().wanted().stream().map(Wanted::path).toList();
  }

  @Test
  void globsIncludeAndExclude() {
    assertThat(paths("- include: src/\n- exclude: User.*\n"))
        .containsExactly("src/Arrays.java", "src/Stack.java");
    assertThat(select("- include: src/User.java\n").selection().wanted())
        .containsExactly(
            new Wanted(
                "src/User.java",
                1,
                Depth.MAP,
                Depth.WHOLE,
                List.of(),
                List.of(),
                List.of("include: src/User.java")));
  }

  @Test
  void aSymbolIsShownByItsLines() {
    for (String name : List.of("push", "Stack.push", "src/Stack.java#push")) {
      assertThat(select("- symbol: " + name + "\n").selection().wanted())
          .singleElement()
          .satisfies(
              wanted -> {
                assertThat(wanted.path()).isEqualTo("src/Stack.java");
                assertThat(wanted.most()).isEqualTo(Depth.SLICES);
                assertThat(wanted.slices()).containsExactly(new LineRange(5, 8));
                assertThat(wanted.symbols()).containsExactly(1);
              });
    }
    assertThat(paths("- symbol: Other.push\n")).isEmpty();
  }

  @Test
  void whatASymbolCallsIsThere() {
    assertThat(select("- calls: Stack.push\n").selection().wanted())
        .extracting(Wanted::path, Wanted::slices)
        .containsExactly(
            tuple("src/Arrays.java", List.of(new LineRange(3, 5))),
            tuple("src/Stack.java", List.of(new LineRange(5, 8))));
  }

  @Test
  void whatCallsASymbolIsThere() {
    assertThat(select("- callers: Stack.push\n").selection().wanted())
        .extracting(Wanted::path, Wanted::slices)
        .containsExactly(
            tuple("src/User.java", List.of(new LineRange(1, 4))),
            tuple("test/StackTest.java", List.of(new LineRange(3, 6))));
  }

  @Test
  void testsOfAFileOrOfASymbolAreThere() {
    assertThat(paths("- tests: src/Stack.java\n")).containsExactly("test/StackTest.java");
    assertThat(paths("- tests: Stack.push\n")).containsExactly("test/StackTest.java");
    assertThat(paths("- tests: Stack.pop\n")).isEmpty();
  }

  @Test
  void whatHasChangedIsThere() {
    assertThat(paths("- uncommitted: true\n")).containsExactly("src/User.java");
    assertThat(paths("- changed-since: 36 hours\n"))
        .containsExactly("src/Stack.java", "src/User.java");
    assertThat(paths("- changed-since: release\n"))
        .containsExactly("src/Stack.java", "src/User.java");
    assertThat(paths("- changed-since: c1c1c1c\n"))
        .containsExactly("src/Arrays.java", "src/Stack.java", "src/User.java");
  }

  @Test
  void failingTestsAreThere() {
    assertThat(select("- failing: true\n  depth: slices\n").selection().wanted())
        .singleElement()
        .satisfies(
            wanted -> {
              assertThat(wanted.least()).isEqualTo(Depth.SLICES);
              assertThat(wanted.slices()).containsExactly(new LineRange(3, 6));
            });
  }

  @Test
  void whatSeveralRulesWantIsWantedMore() {
    RuledSelection selection =
        select("- include: src/\n  depth: map\n- symbol: push\n  weight: 3\n");
    assertThat(selection.selection().wanted())
        .extracting(Wanted::path, Wanted::weight)
        .containsExactly(
            tuple("src/Stack.java", 4.0),
            tuple("src/Arrays.java", 1.0),
            tuple("src/User.java", 1.0));
    assertThat(selection.selection().wanted().getFirst().reasons())
        .containsExactly("include: src/", "symbol: push");
    assertThat(selection.notes()).isEmpty();
  }

  @Test
  void whatIsNotThereIsSaidWithItsPlace() {
    assertThat(
            select(
                    """
                    - symbol: Nothing
                    - changed-since: elsewhere
                    - changed-since: abcdef0
                    - include: src/
                      limit: 2
                    """)
                .notes())
        .containsExactly(
            new Note("symbol: Nothing", 2, 3, "nothing in this workspace is that"),
            new Note(
                "changed-since: elsewhere",
                3,
                3,
                "elsewhere (expected: a commit, a branch, or a time ago as in 3 days)"),
            new Note("changed-since: abcdef0", 4, 3, "commit abcdef0 is not among the last 3"),
            new Note("include: src/", 5, 3, "2 of 3 files"));
  }

  @Test
  void allRulesTogetherHaveALimit() {
    RuledSelection selection =
        RuleSelector.select(
            RulesReader.read("f", "limit: 1\nrules:\n- include: '**'\n"), INDEX, FACTS);
    assertThat(selection.selection().wanted()).hasSize(1);
    assertThat(selection.notes()).extracting(Note::message).containsExactly("1 of 4 files");
  }
}
