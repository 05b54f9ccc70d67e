package dev.devtail.context.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.context.select.CodeIndex.Place;
import dev.devtail.context.workspace.Commit;
import dev.devtail.context.workspace.ContentHash;
import dev.devtail.context.workspace.History;
import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.Language;
import dev.devtail.syntax.Mention;
import dev.devtail.syntax.Reading;
import dev.devtail.syntax.Symbol;
import dev.devtail.syntax.SymbolKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkspaceIndexTest {

  private static final ContentHash HASH = new ContentHash("0".repeat(64));

  private final WorkspaceIndex index = new WorkspaceIndex();

  /** A file whose words that begin with a capital are declared, and all others used. */
  private static FileFacts facts(String text) {
    List<Symbol> symbols = new ArrayList<>();
    List<Mention> mentions = new ArrayList<>();
    String[] lines = text.split("\n");
    for (int line = 1; line <= lines.length; line++) {
      for (String word : lines[line - 1].split(" ")) {
        if (Character.isUpperCase(word.charAt(0))) {
          symbols.add(new Symbol(word, -1, SymbolKind.CLASS, line, line, word, "", 0, false));
        } else {
          mentions.add(new Mention(word, line));
        }
      }
    }
    CodeMap map =
        new CodeMap(Language.JAVA, Reading.WHOLE, lines.length, symbols, List.of(), mentions);
    return FileFacts.of(HASH, text.length(), map, Terms.of(text.getBytes(UTF_8)));
  }

  private static Commit commit(String id, String message, String... paths) {
    return new Commit(id, Instant.EPOCH, "someone", message, Arrays.asList(paths));
  }

  private List<String> best(String task) {
    return index.rank(task, 10).stream().map(RankedFile::path).toList();
  }

  @Test
  void aRareWordCountsMoreThanAFrequentOne() {
    for (int i = 0; i < 20; i++) {
      index.put("src/F" + i + ".java", facts("open close read write"));
    }
    index.put("src/Deflate.java", facts("open deflate"));
    assertThat(best("open the deflate stream")).startsWith("src/Deflate.java");
  }

  @Test
  void theNameOfAFileIsFoundWithoutItsText() {
    index.put("src/other.py", facts("nothing of that kind"));
    index.put("src/http_cache.py", facts("nothing of that kind"));
    assertThat(best("the HttpCache forgets")).startsWith("src/http_cache.py");
  }

  @Test
  void whatIsTakenOutIsNotFound() {
    index.put("a.go", facts("deflate"));
    index.put("b.go", facts("deflate"));
    index.remove("a.go");
    index.remove("never.go");
    assertThat(best("deflate")).containsExactly("b.go");
    assertThat(index.paths()).containsExactly("b.go");
    index.put("b.go", facts("inflate"));
    assertThat(best("deflate")).isEmpty();
    assertThat(index.size()).isEqualTo(1);
  }

  @Test
  void aCommitForTheLikeBringsItsFiles() {
    index.put("a.go", facts("one"));
    index.put("b.go", facts("two"));
    index.put("c.go", facts("three"));
    index.history(
        new History(
            "2",
            "main",
            List.of(),
            List.of(
                commit("2", "Speed up start", "a.go"),
                commit("1", "Retry a broken upload", "b.go", "gone.go"))));
    List<RankedFile> ranked = index.rank("uploads are retried too often", 10);
    assertThat(ranked.getFirst().path()).isEqualTo("b.go");
    assertThat(ranked.getFirst().reasons())
        .contains("changed for the like: 1 Retry a broken upload");
  }

  @Test
  void aNewFileDoesNotInheritTheCommitsOfAnother() {
    index.put("a.go", facts("one"));
    index.put("b.go", facts("two"));
    index.history(
        new History("1", "main", List.of(), List.of(commit("1", "Retry a broken upload", "b.go"))));
    index.remove("b.go");
    index.put("c.go", facts("three"));
    assertThat(best("retry uploads")).isEmpty();
    index.put("b.go", facts("two"));
    assertThat(best("retry uploads")).startsWith("b.go");
    index.remove("b.go");
    index.history(History.NONE);
    index.put("d.go", facts("four"));
    assertThat(index.paths()).containsExactly("a.go", "c.go", "d.go");
    assertThat(best("retry uploads")).isEmpty();
    assertThat(best("four")).startsWith("d.go");
  }

  @Test
  void whatIsChangedAlongIsThereToo() {
    index.put("server.go", facts("deflate"));
    index.put("server_notes.go", facts("unlike"));
    index.put("z.go", facts("unlike"));
    List<Commit> commits =
        IntStream.range(0, 5)
            .mapToObj(i -> commit("c" + i, "Step " + i, "server.go", "z.go"))
            .toList();
    index.history(new History("c0", "main", List.of(), commits));
    assertThat(index.rank("deflate", 2))
        .extracting(RankedFile::path)
        .containsExactly("server.go", "z.go");
    assertThat(index.rank("deflate", 2).get(1).reasons()).contains("changed along with server.go");
  }

  @Test
  void reasonsNameTheWordsAsTheyWereWritten() {
    index.put("a.go", facts("parse http header"));
    index.put("b.go", facts("unlike"));
    assertThat(index.rank("HTTPHeader is wrong", 1).getFirst().reasons())
        .containsExactly("holds HTTPHeader");
  }

  @Test
  void namesAreFoundWhereTheyAreDeclaredAndUsed() {
    index.put("a.go", facts("Open\nopen close"));
    index.put("b.go", facts("close\nclose open"));
    assertThat(index.mentionsOf("open"))
        .containsExactly(new Place("a.go", 2), new Place("b.go", 2));
    assertThat(index.declarationsOf("Open")).containsExactly(new Place("a.go", 1));
    assertThat(index.references("close")).isEqualTo(3);
    index.put("b.go", facts("open"));
    assertThat(index.references("close")).isEqualTo(1);
  }

  @Test
  void aTaskWithoutKnownWordsFindsNothing() {
    index.put("a.go", facts("open"));
    assertThat(best("")).isEmpty();
    assertThat(best("%%% ???")).isEmpty();
  }

  /** However a workspace came to be what it is, it ranks as one that was read at once. */
  @Test
  void changedEqualsAnew() {
    Random random = new Random(7);
    String[] vocabulary = {"open", "close", "read", "write", "Deflate", "Inflate", "cache", "Http"};
    Map<String, FileFacts> present = new TreeMap<>();
    for (int step = 0; step < 2_000; step++) {
      String path = "dir" + random.nextInt(3) + "/file_" + random.nextInt(30) + ".java";
      if (random.nextInt(4) == 0) {
        index.remove(path);
        present.remove(path);
      } else {
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(12); i >= 0; i--) {
          text.append(random.nextInt(3) == 0 ? '\n' : ' ');
          text.append(vocabulary[random.nextInt(vocabulary.length)]);
        }
        FileFacts facts = facts(text.toString().replace("\n\n", "\n"));
        index.put(path, facts);
        present.put(path, facts);
      }
    }
    WorkspaceIndex anew = new WorkspaceIndex();
    present.forEach(anew::put);
    for (String task : List.of("open the cache", "HttpDeflate", "read file_3 in dir1")) {
      assertThat(scores(index, task)).isEqualTo(scores(anew, task));
    }
    for (String name : vocabulary) {
      assertThat(index.mentionsOf(name)).isEqualTo(anew.mentionsOf(name));
      assertThat(index.references(name)).isEqualTo(anew.references(name));
    }
  }

  private static Map<String, Long> scores(WorkspaceIndex index, String task) {
    Map<String, Long> scores = new HashMap<>();
    for (RankedFile file : index.rank(task, 100)) {
      scores.put(file.path(), Math.round(file.score() * 10_000));
    }
    return scores;
  }
}
