package dev.devtail.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTextTest {

  private static final int MANY_LINES = 1_000_000;

  private static SourceText text(String text) {
    return SourceText.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "a, 1", "'a\n', 1", "'a\nb', 2", "'\n\n', 2", "'a\r\nb\r\n', 2"})
  void linesAreCounted(String content, int lines) {
    assertThat(text(content).lines()).isEqualTo(lines);
    assertThat(text(content).refusal()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void utf16WithItsMarkIsConverted(String charset) {
    SourceText text = SourceText.of("\uFEFFgrößer 🛒\n".getBytes(Charset.forName(charset)));
    assertThat(new String(text.utf8(), StandardCharsets.UTF_8)).isEqualTo("größer 🛒\n");
    assertThat(text.refusal()).isEmpty();
  }

  @Test
  void otherEncodingsAreRefused() {
    assertThat(SourceText.of("größer".getBytes(StandardCharsets.ISO_8859_1)).refusal())
        .contains(Reading.WRONG_ENCODING);
    assertThat(SourceText.of(new byte[] {(byte) 0xFF, (byte) 0xFE, 0x3D, (byte) 0xD8}).refusal())
        .contains(Reading.WRONG_ENCODING);
    assertThat(SourceText.of(new byte[] {'a', (byte) 0xED, (byte) 0xA0, (byte) 0x80}).refusal())
        .contains(Reading.WRONG_ENCODING);
  }

  @Test
  void aCharacterAtTheEndOfTheDecodersBufferIsWhole() {
    assertThat(text("a".repeat((1 << 13) - 1) + "🛒\n").refusal()).isEmpty();
  }

  @Test
  void bytesOfNoTextAreRefused() {
    assertThat(text("a\0b").refusal()).contains(Reading.BINARY);
  }

  @Test
  void sizeIsBounded() {
    byte[] line = "0123456789abcde\n".getBytes(StandardCharsets.UTF_8);
    byte[] content = new byte[CodeParser.MAX_BYTES];
    for (int i = 0; i < content.length; i++) {
      content[i] = line[i % line.length];
    }
    assertThat(SourceText.of(content).refusal()).isEmpty();
    assertThat(SourceText.of(new byte[CodeParser.MAX_BYTES + 1]).refusal())
        .contains(Reading.TOO_LARGE);
  }

  @Test
  void sizeIsThatOfUtf8() {
    byte[] content = ("\uFEFF" + "\u20AC\n".repeat(MANY_LINES)).getBytes(StandardCharsets.UTF_16LE);
    assertThat(content.length).isLessThan(CodeParser.MAX_BYTES);
    assertThat(SourceText.of(content).refusal()).isEmpty();
    String wide = "\uFEFF" + ("\u20AC".repeat(99) + "\n").repeat(MANY_LINES / 50);
    content = wide.getBytes(StandardCharsets.UTF_16LE);
    assertThat(content.length).isLessThan(CodeParser.MAX_BYTES);
    assertThat(SourceText.of(content).refusal()).contains(Reading.TOO_LARGE);
  }

  @Test
  void longLinesAreMinified() {
    assertThat(text("a".repeat(SourceText.LONGEST_LINE) + "\n").refusal()).isEmpty();
    assertThat(text("a".repeat(SourceText.LONGEST_LINE + 1) + "\n").refusal())
        .contains(Reading.MINIFIED);
    String wide = "a".repeat(SourceText.LONGEST_MEAN_LINE + 1) + "\n";
    assertThat(text(wide.repeat(40)).refusal()).isEmpty();
    assertThat(text(wide.repeat(60)).refusal()).contains(Reading.MINIFIED);
    assertThat(text(wide.repeat(60)).lines()).isEqualTo(60);
  }

  @Test
  void nestingIsBounded() {
    String deepest = "(".repeat(CodeParser.MAX_DEPTH) + ")".repeat(CodeParser.MAX_DEPTH);
    assertThat(text(deepest + deepest).refusal()).isEmpty();
    assertThat(text("(" + deepest).refusal()).contains(Reading.TOO_DEEP);
    assertThat(text(")".repeat(5_000) + deepest).refusal()).isEmpty();
  }
}
