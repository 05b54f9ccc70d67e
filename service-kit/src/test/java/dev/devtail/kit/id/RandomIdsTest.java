package dev.devtail.kit.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomIdsTest {

  @Test
  void areDifferentAndNeverLookLikeAnOption() {
    RandomIds ids = new RandomIds();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      String id = ids.next();
      assertThat(id).matches("[A-Za-z0-9][A-Za-z0-9_-]{19}");
      assertThat(seen.add(id)).isTrue();
    }
  }
}
