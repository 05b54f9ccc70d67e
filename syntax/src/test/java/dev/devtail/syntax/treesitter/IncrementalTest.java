package dev.devtail.syntax.treesitter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.Language;
import dev.devtail.syntax.Reading;
import dev.devtail.syntax.Source;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A document that is parsed by what is new in it has the map of one that is parsed as a whole. */
class IncrementalTest {

  /** In each language. */
  private static final int EDITS = Integer.getInteger("devtail.random.edits", 60);

  private static final long SEED = Long.getLong("devtail.seed", 42);

  private static final int LONGEST = 10_000;

  private static final String[] TYPED = {
    "a",
    "Ä",
    "🛒",
    " ",
    "\n",
    "\r\n",
    "\t",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "<",
    ">",
    "\"",
    "'",
    "`",
    "/*",
    "*/",
    "//",
    "#",
    "--",
    ";",
    ":",
    ",",
    ".",
    "=",
    "class X",
    "def f():\n  ",
    "@",
    "|",
    "&&",
    "if ",
    "<a>",
    "</a>",
    "\\"
  };

  static Stream<Path> samples() throws Exception {
    return SamplesTest.samples();
  }

  /** Most mistakes are taken back, as somebody does who types: else there is soon nothing left. */
  @ParameterizedTest
  @MethodSource("samples")
  void editsGiveTheMapOfTheWhole(Path sample) throws Exception {
    Language language = Language.of(sample.toString());
    String text = Files.readString(sample);
    Random random = new Random(SEED);
    try (TreeSitterParser parser = new TreeSitterParser(1)) {
      String before = text;
      for (int i = 0; i < EDITS; i++) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        CodeMap edited = parser.parse(new Source(language, content, "it"));
        CodeMap whole = parser.parse(new Source(language, content, null));
        assertThat(edited).as("edit %d of%n%s%nto%n%s", i, before, text).isEqualTo(whole);
        boolean takenBack = edited.reading() != Reading.WHOLE && random.nextInt(10) > 0;
        String next = takenBack ? before : edit(text, random);
        before = text;
        text = next;
      }
    }
  }

  /** Something typed, deleted, replaced, or copied; no character is cut. */
  private static String edit(String text, Random random) {
    int from = place(text, random.nextInt(text.length() + 1));
    int to = place(text, Math.min(text.length(), from + random.nextInt(random.nextInt(40) + 1)));
    int line = text.lastIndexOf('\n', from) + 1;
    int nextLine = text.indexOf('\n', from) + 1;
    String typed = TYPED[random.nextInt(TYPED.length)];
    return switch (random.nextInt(6)) {
      case 0 -> text.substring(0, from) + typed + text.substring(from);
      case 1 -> text.substring(0, from) + text.substring(to);
      case 2 -> text.substring(0, from) + typed + text.substring(to);
      case 3 -> line < nextLine ? text.substring(0, line) + text.substring(nextLine) : text;
      case 4 -> text.length() > LONGEST ? text.substring(0, line) : copy(text, line, nextLine);
      default -> text.substring(0, line) + typed + "\n" + text.substring(line);
    };
  }

  /** A line once more. */
  private static String copy(String text, int line, int nextLine) {
    return line < nextLine
        ? text.substring(0, line) + text.substring(line, nextLine) + text.substring(line)
        : text + text;
  }

  private static int place(String text, int at) {
    boolean within = at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at));
    return within ? at - 1 : at;
  }

  @Test
  void theSameAgainIsTheSame() throws Exception {
    Source source =
        new Source(Language.JAVA, "class A { int b; }".getBytes(StandardCharsets.UTF_8), "A.java");
    try (TreeSitterParser parser = new TreeSitterParser(1)) {
      assertThat(parser.parse(source)).isEqualTo(parser.parse(source));
    }
  }

  @Test
  void anotherLanguageUnderTheSameNameIsParsedAnew() throws Exception {
    byte[] content = "class A { int b; }".getBytes(StandardCharsets.UTF_8);
    try (TreeSitterParser parser = new TreeSitterParser(1)) {
      parser.parse(new Source(Language.JAVA, content, "A"));
      assertThat(parser.parse(new Source(Language.CPP, content, "A")))
          .isEqualTo(parser.parse(new Source(Language.CPP, content, null)));
    }
  }
}
