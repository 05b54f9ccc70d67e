package dev.devtail.context.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TermsTest {

  @Test
  void countsEachWord() {
    Terms terms = Terms.of("open file, open door");
    assertThat(terms.count(Words.whole("open"))).isEqualTo(2);
    assertThat(terms.count(Words.whole("door"))).isEqualTo(1);
    assertThat(terms.count(Words.whole("window"))).isZero();
    assertThat(terms.length()).isEqualTo(4);
  }

  @Test
  void manyWordsAreAllThere() {
    String text =
        new Random(1)
            .ints(5_000, 0, 3_000)
            .mapToObj(number -> "w" + Integer.toString(number, 26).replaceAll("[0-9]", "x"))
            .collect(Collectors.joining(" "));
    Terms terms = Terms.of(text.getBytes(UTF_8));
    for (String word : text.split(" ")) {
      assertThat(terms.count(Words.whole(word))).as(word).isPositive();
    }
    assertThat(terms.words()).isSorted();
  }
}
