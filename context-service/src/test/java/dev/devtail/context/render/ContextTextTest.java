package dev.devtail.context.render;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.context.render.ContextText.Shown;
import dev.devtail.context.select.LineRange;
import dev.devtail.context.token.LineTokens;
import dev.devtail.context.token.RandomText;
import dev.devtail.context.token.Vocabulary;
import dev.devtail.kit.fault.Fault;
import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.Language;
import dev.devtail.syntax.Reading;
import dev.devtail.syntax.Symbol;
import dev.devtail.syntax.SymbolKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ContextTextTest {

  private static final int TEXTS = 300;

  private static final int PIECES = 60;

  private static final ContextFrame FRAME =
      new ContextFrame(List.of(), List.of(Passage.words("failing_tests", "StackTest.pop\n\n")));

  private static final View MAP = new View.Map(List.of(0, 1, 2, 3));

  private static final View FEW = new View.Map(List.of(0, 2));

  private static final View SLICES =
      new View.Slices(List.of(0, 2), List.of(new LineRange(1, 2), new LineRange(13, 15)));

  private static String written(Format format, Shown... files) {
    return new ContextText(format, FRAME).write(List.of(files));
  }

  @Test
  void aContextInMarkdown() {
    PrintableFile file = SampleFile.in(Format.MARKDOWN);
    PrintableFile other = SampleFile.in(Format.MARKDOWN, "src/Other.java", "");
    PrintableFile readme = SampleFile.in(Format.MARKDOWN, "a/README", "Use ```` for code.");
    assertThat(
            written(
                Format.MARKDOWN,
                new Shown(file, MAP),
                new Shown(readme, new View.Whole()),
                new Shown(other, FEW)))
        .isEqualTo(
            """
            ## Code maps

            ```
            src/Other.java
            4: final class Stack — Last in, first out.
            …
            12:   int pop()
            …
            src/Stack.java
            4: final class Stack — Last in, first out.
            8:   void push(int item)
            12:   int pop()
            19:   int size()
            ```

            ## Files

            ### a/README
            `````java
            Use ```` for code.
            `````

            ## Failing tests

            StackTest.pop

            """);
  }

  @Test
  void slicesStandBelowWhatTheyAreIn() {
    assertThat(written(Format.MARKDOWN, new Shown(SampleFile.in(Format.MARKDOWN), SLICES)))
        .isEqualTo(
            """
            ## Files

            ### src/Stack.java (parts)
            ```java
            1-2:
            package demo;

            …
            4: final class Stack — Last in, first out.
            …
            12:   int pop()
            13-15:
                if (size == 0) {
                  throw new IllegalStateException("empty");
                }
            …
            ```

            ## Failing tests

            StackTest.pop

            """);
  }

  @Test
  void aContextInXml() {
    PrintableFile file = SampleFile.in(Format.XML);
    PrintableFile odd = SampleFile.in(Format.XML, "src/\"a\" & b.html", "<p></FILE>");
    assertThat(
            written(
                Format.XML,
                new Shown(SampleFile.in(Format.XML, "/etc", ""), FEW),
                new Shown(odd, new View.Whole()),
                new Shown(file, SLICES)))
        .isEqualTo(
            """
            <file_map>
            "/etc"
            4: final class Stack — Last in, first out.
            …
            12:   int pop()
            …
            </file_map>
            <file_contents>
            <file_1 path="src/&quot;a&quot; &amp; b.html">
            <p></FILE>
            </file_1>
            <file path="src/Stack.java" shown="parts">
            1-2:
            package demo;

            …
            4: final class Stack — Last in, first out.
            …
            12:   int pop()
            13-15:
                if (size == 0) {
                  throw new IllegalStateException("empty");
                }
            …
            </file>
            </file_contents>
            <failing_tests>
            StackTest.pop
            </failing_tests>
            """);
  }

  @Test
  void aContextInJson() {
    assertThat(
            written(
                Format.JSON,
                new Shown(SampleFile.in(Format.JSON), FEW),
                new Shown(SampleFile.in(Format.JSON, "a\n\"", "\tx = \"1\"\r\n"), new View.Whole()),
                new Shown(SampleFile.in(Format.JSON, "b", ""), new View.Whole())))
        .isEqualTo(
            """
            {
            "file_map":[
            {"path":"src/Stack.java","language":"java","shown":"map","lines":[
            "4: final class Stack — Last in, first out.",
            "…",
            "12:   int pop()",
            "…",
            ""]}
            ],
            "file_contents":[
            {"path":"a\\n\\"","language":"java","shown":"whole","lines":[
            "\\tx = \\"1\\"\\r",
            ""]}
            ,
            {"path":"b","language":"java","shown":"whole","lines":[
            ""]}
            ],
            "failing_tests":"StackTest.pop",
            "version":1
            }
            """);
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void noContentGetsOutOfItsFile(Format format) {
    for (int seed = 0; seed < TEXTS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      String one = RandomText.of(random, PIECES) + "\n";
      String other = RandomText.of(random, PIECES) + "\n";
      String context =
          new ContextText(format, new ContextFrame(List.of(), List.of(Passage.data("diff", one))))
              .write(
                  List.of(
                      new Shown(SampleFile.in(format, "one", one), new View.Whole()),
                      new Shown(SampleFile.in(format, "other", other), new View.Whole())));
      List<String> expected = List.of(one, other, one.strip());
      assertThat(
              switch (format) {
                case XML -> inXml(context);
                case MARKDOWN -> inMarkdown(context);
                case JSON -> inJson(context);
              })
          .as("seed %d", seed)
          .isEqualTo(expected);
    }
  }

  /** As somebody reads it who knows that a tag ends where its name comes again. */
  private static List<String> inXml(String context) {
    List<String> texts = new ArrayList<>();
    Matcher open =
        Pattern.compile("<(file(?:_\\d+)? path=\"\\w+\"|diff(?:_\\d+)?)>\n").matcher(context);
    for (int at = 0; open.find(at); ) {
      String name = open.group(1).split(" ")[0];
      String close = "</" + name + ">\n";
      at = context.indexOf(close, open.end());
      String text = context.substring(open.end(), at);
      texts.add(name.startsWith("diff") ? text.substring(0, text.length() - 1) : text);
    }
    return texts;
  }

  /** As CommonMark says where a fence ends. */
  private static List<String> inMarkdown(String context) {
    List<String> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    String fence = "";
    for (String line : context.split("\n", -1)) {
      String bare = line.strip();
      if (fence.isEmpty() && line.startsWith("```")) {
        fence = line.substring(0, line.lastIndexOf('`') + 1);
      } else if (!fence.isEmpty() && bare.startsWith(fence) && bare.matches("`+")) {
        texts.add(text.toString());
        text.setLength(0);
        fence = "";
      } else if (!fence.isEmpty()) {
        text.append(line).append('\n');
      }
    }
    String diff = texts.removeLast();
    texts.add(diff.substring(0, diff.length() - 1));
    return texts;
  }

  private static List<String> inJson(String context) {
    JsonNode read = JsonMapper.shared().readTree(context);
    List<String> texts = new ArrayList<>();
    for (JsonNode file : read.get("file_contents")) {
      texts.add(file.get("lines").valueStream().map(JsonNode::stringValue).collect(joining("\n")));
    }
    texts.add(read.get("diff").stringValue());
    return texts;
  }

  @Test
  void aNameOfAPassageIsPlainAndThereOnce() {
    assertThatThrownBy(() -> Passage.words("file_map", "")).isInstanceOf(Fault.class);
    assertThatThrownBy(() -> Passage.words("a b", "")).isInstanceOf(Fault.class);
    Passage task = Passage.words("task", "");
    assertThatThrownBy(() -> new ContextFrame(List.of(task), List.of(task)))
        .isInstanceOf(Fault.class)
        .hasMessage("passages: [task, task] (expected: each name once)");
  }

  @Test
  void longLinesOfMapsAreCut() {
    CodeMap map =
        new CodeMap(
            Language.JAVA,
            Reading.WHOLE,
            1,
            List.of(
                new Symbol(
                    "f", -1, SymbolKind.METHOD, 1, 1, "😀".repeat(150), "</file_map>", 1, false),
                new Symbol("g", -1, SymbolKind.METHOD, 1, 1, "g()\n</file_map>", "", 1, false)),
            List.of(),
            List.of());
    LineTokens outline = Format.XML.outline(map, true, Vocabulary.O200K_BASE);
    assertThat(outline.text(1, 1)).isEqualTo("1: " + "😀".repeat(98) + "…\n");
    assertThat(outline.text(2, 2)).isEqualTo("1: g() < /file_map>\n");
  }
}
