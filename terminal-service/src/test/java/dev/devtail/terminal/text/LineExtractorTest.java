package dev.devtail.terminal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineExtractorTest {

  private final List<TextLine> lines = new ArrayList<>();
  private final LineExtractor extractor = new LineExtractor(lines::add);

  private List<String> extract(String... pieces) {
    for (String piece : pieces) {
      extractor.write(0, piece);
    }
    extractor.end();
    return lines.stream().map(TextLine::text).toList();
  }

  @Test
  void sequencesAreNoText() {
    assertThat(extract("\033]0;title\007\033[1;31mred\033[m\033(B \033Pq#1\033\\end\r\n"))
        .containsExactly("red end");
  }

  @Test
  void sequencesMayBeCutAnywhere() {
    assertThat(extract("a\033", "[3", "1mb\033]2;t", "itle\033", "\\c\n")).containsExactly("abc");
  }

  @Test
  void carriageReturnOverwrites() {
    assertThat(extract("10 %\r100 %\rdone\033[K\n")).containsExactly("done");
  }

  @Test
  void typingIsCorrectedAsItWas() {
    assertThat(extract("lz\b \bs -l\033[2D\033[Ca\r\n")).containsExactly("ls -a");
  }

  @Test
  void movesElsewhereEndTheLine() {
    assertThat(extract("\033[2J\033[5;1Hfive\033[7;1Hseven")).containsExactly("five", "seven");
  }

  @Test
  void sameLineIsToldOnceForAWhile() {
    assertThat(extract("a\nb\na\nb\n")).containsExactly("a", "b");
  }

  @Test
  void longLineIsCut() {
    assertThat(extract("x".repeat(2 * TextLine.MAX_CHARS + 1)))
        .extracting(String::length)
        .containsExactly(TextLine.MAX_CHARS, 1);
  }

  @Test
  void timeIsThatOfTheLastCharacter() {
    extractor.write(1, "a");
    extractor.write(2, "b");
    extractor.write(3, "\n");
    assertThat(lines).containsExactly(new TextLine(2, "ab"));
  }
}
