package dev.devtail.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeMapCodecTest {

  private static final CodeMap MAP =
      new CodeMap(
          Language.JAVA,
          Reading.WITH_ERRORS,
          70_000,
          List.of(
              new Symbol("Größer", -1, SymbolKind.CLASS, 3, 69_999, "class Größer", "", 0, true),
              new Symbol("🛒", 0, SymbolKind.METHOD, 4, 300, "int 🛒()", "Counts.", 129, false),
              new Symbol("🛒", 1, SymbolKind.VARIABLE, 4, 4, "int 🛒", "", 0, false)),
          List.of(new Import("java.util.List", 1), new Import("java.util.Set", 2)),
          List.of(new Mention("List", 4), new Mention("Größer", 4), new Mention("List", 65_000)));

  @Test
  void whatIsEncodedComesBack() {
    assertThat(CodeMapCodec.decode(CodeMapCodec.encode(MAP))).contains(MAP);
  }

  @Test
  void aTextComesBack() {
    CodeMap text = CodeMap.text(Language.TEXT, Reading.MINIFIED, 1);
    assertThat(CodeMapCodec.decode(CodeMapCodec.encode(text))).contains(text);
  }

  @Test
  void anotherVersionIsNotRead() {
    byte[] bytes = CodeMapCodec.encode(MAP);
    bytes[0]++;
    assertThat(CodeMapCodec.decode(bytes)).isEmpty();
  }

  @Test
  void whatIsCutIsNotRead() {
    byte[] bytes = CodeMapCodec.encode(MAP);
    for (int length = 0; length < bytes.length; length++) {
      assertThat(CodeMapCodec.decode(Arrays.copyOf(bytes, length))).isEmpty();
    }
  }

  /** It may be read as another map, but must neither fail nor take memory without bounds. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void damageIsNoFault(long seed) {
    Random random = new Random(seed);
    byte[] bytes = CodeMapCodec.encode(MAP);
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = bytes.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      assertThat(CodeMapCodec.decode(damaged)).isNotNull();
    }
  }
}
