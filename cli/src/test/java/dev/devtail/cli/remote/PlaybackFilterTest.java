package dev.devtail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaybackFilterTest {

  private final PlaybackFilter filter = new PlaybackFilter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain é世🙂\r\n\t\b",
        "\033[1;31m\033[38:2::1:2:3m\033[0m",
        "\033[2J\033[H\033[10;20H\033[3K\033[4 q\033[!p\033[u\033[s",
        "\033[?1049h\033[?25l\033[?7h\033[?2026h\033[4h",
        "\033(B\033#8\0337\0338\033M\033=\033c",
        "\033]8;;https://example.org/\033\\link\033]8;;\007",
      })
  void whatDrawsPasses(String text) {
    assertThat(filter.take(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\033]52;c;c3RvbGVu\007",
        "\033]52;c;c3RvbGVu\033\\",
        "\033]0;title\007",
        "\033]10;?\033\\",
        "\033]133;A\007",
        "\033P$qm\033\\",
        "\033_Gi=1;AAAA\033\\",
        "\033^private\033\\",
        "\033[c",
        "\033[>c",
        "\033[5n",
        "\033[?6n",
        "\033[18t",
        "\033[?1$p",
        "\033[4$p",
        "\033[>q",
        "\033[?u",
        "\033[>1u",
        "\033[>4;2m",
        "\033[1;1;1;1;5;5*y",
        "\033[5i",
        "\033[?1000h",
        "\033[?1002;1006h",
        "\033Z",
        "\005",
        "\u009b5n",
      })
  void whatActsIsTakenOut(String sequence) {
    String left = filter.take("a" + sequence + "b");
    // Of a sequence that begins with one character of C1 its end is text.
    assertThat(left).startsWith("a").endsWith("b").doesNotContain("\033", "\005", "\u009b");
    assertThat(sequence.startsWith("\033") ? left : "ab").isEqualTo("ab");
  }

  @Test
  void ofSeveralModesThoseThatDrawAreKept() {
    assertThat(filter.take("\033[?1049;1004;25h")).isEqualTo("\033[?1049;25h");
  }

  @Test
  void controlCharactersWithinASequenceHaveTheirEffect() {
    assertThat(filter.take("\033[3\n1mx")).isEqualTo("\n\033[31mx");
    assertThat(filter.take("\033]0;ti\030tle")).isEqualTo("tle");
    assertThat(filter.take("\033]0;ti\033[31mx")).isEqualTo("\033[31mx");
  }

  @Test
  void aSequenceWithoutAnEndIsNotKept() {
    assertThat(filter.take("\033]8;;" + "x".repeat(1_000_000))).isEmpty();
    assertThat(filter.take("\007after")).isEqualTo("after");
    assertThat(filter.take("\033[" + "1;".repeat(1_000_000) + "mafter")).isEqualTo("after");
  }

  @Test
  void anotherPlaceBeginsAnew() {
    filter.take("\033]52;c;");
    filter.restart();
    assertThat(filter.take("text")).isEqualTo("text");
  }

  @RepeatedTest(50)
  void itDoesNotMatterWhereTheTextIsCut(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    String[] pieces = {
      "\033", "[", "]", "?", ";", "1", "52", "8;;", "c", "m", "h", "P", "\\", "\007", "x", "é",
      "\n", "\030"
    };
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    String whole = new PlaybackFilter().take(text.toString());
    StringBuilder cut = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int end = Math.min(text.length(), at + 1 + random.nextInt(5));
      cut.append(filter.take(text.substring(at, end)));
      at = end;
    }
    assertThat(cut.toString()).isEqualTo(whole);
    assertThat(whole).doesNotContain("\033]52").doesNotContain("\033[c").doesNotContain("\033P");
  }
}
