package dev.devtail.context.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopTest {

  @Test
  void theHighestComeFirstAndOfEqualOnesTheSmallerNumber() {
    double[] scores = {1, 3, 0, 3, -1, 2};
    assertThat(Top.of(scores.length, 3, i -> scores[i])).containsExactly(1, 3, 5);
    assertThat(Top.of(scores.length, 10, i -> scores[i])).containsExactly(1, 3, 5, 0);
  }

  @Test
  void asSorted() {
    Random random = new Random(3);
    double[] scores = random.doubles(500).map(score -> Math.round(score * 50)).toArray();
    int[] sorted =
        IntStream.range(0, scores.length)
            .boxed()
            .filter(i -> scores[i] > 0)
            .sorted((a, b) -> Double.compare(scores[b], scores[a]))
            .limit(40)
            .mapToInt(i -> i)
            .toArray();
    assertThat(Top.of(scores.length, 40, i -> scores[i])).containsExactly(sorted);
  }
}
