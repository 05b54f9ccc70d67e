package dev.devtail.context.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The library cuts text by the published patterns; it is right. */
class TokenizerTest {

  private static final int TEXTS = Integer.getInteger("devtail.random.texts", 3_000);

  private static final int PIECES = 60;

  /** Of characters that are drawn from all of Unicode. */
  private static final int CHARACTERS = 200;

  private static Encoding library(Vocabulary vocabulary) {
    return Encodings.newLazyEncodingRegistry()
        .getEncoding(
            switch (vocabulary) {
              case O200K_BASE -> EncodingType.O200K_BASE;
              case CL100K_BASE -> EncodingType.CL100K_BASE;
            });
  }

  @ParameterizedTest
  @EnumSource(Vocabulary.class)
  void textIsCountedAsTheLibraryCountsIt(Vocabulary vocabulary) {
    Encoding library = library(vocabulary);
    for (int seed = 0; seed < TEXTS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      for (String text : List.of(RandomText.of(random, PIECES), anyCharacters(random))) {
        assertThat(vocabulary.count(text))
            .as("seed %d: %s", seed, text)
            .isEqualTo(library.countTokensOrdinary(text));
      }
    }
  }

  /** Among letters, so that they meet what they may belong to. */
  private static String anyCharacters(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(CHARACTERS);
    for (int i = 0; i < length; i++) {
      int c =
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(0x80);
            case 1 -> random.nextInt(0x3000);
            case 2 -> random.nextInt(0x20000);
            default -> "aB'sS \n/".charAt(random.nextInt(8));
          };
      boolean half = c <= Character.MAX_VALUE && Character.isSurrogate((char) c);
      text.appendCodePoint(half ? '?' : c);
    }
    return text.toString();
  }

  @ParameterizedTest
  @EnumSource(Vocabulary.class)
  void longRunsAreCountedAsTheLibraryCountsThem(Vocabulary vocabulary) {
    Encoding library = library(vocabulary);
    for (String unit : List.of("a", "A", "aA", " ", "=", "\n", "/\n", "9", "漢", "e\u0301", " \t")) {
      String text = unit.repeat(3_000);
      assertThat(vocabulary.count(text)).isEqualTo(library.countTokensOrdinary(text));
    }
  }
}
