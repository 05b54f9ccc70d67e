package dev.devtail.kit.workspace.secret;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeywordHitsTest {

  private static SecretRule rule(String pattern, String... keywords) {
    return new SecretRule(
        "r", Pattern.compile(pattern), 0, 0, List.of(keywords), List.of(), List.of());
  }

  private static List<String> hits(List<SecretRule> rules, String text) {
    List<String> hits = new ArrayList<>();
    new KeywordHits(rules)
        .in(
            text.getBytes(ISO_8859_1),
            (rule, begin, end) -> hits.add("%d %d %d".formatted(rule, begin, end)));
    return hits;
  }

  @Test
  void itFindsWhatASearchForEachFinds() {
    Random random = new Random(3);
    for (int round = 0; round < 500; round++) {
      List<SecretRule> rules =
          Stream.generate(() -> rule("x", word(random, 1, 4), word(random, 1, 4)))
              .limit(5)
              .toList();
      String text = word(random, 0, 60);
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < rules.size(); i++) {
        for (String keyword : rules.get(i).keywords()) {
          String small = text.toLowerCase(Locale.ROOT);
          for (int at = small.indexOf(keyword); at >= 0; at = small.indexOf(keyword, at + 1)) {
            expected.add("%d %d %d".formatted(i, at, at + keyword.length()));
          }
        }
      }
      assertThat(hits(rules, text)).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static String word(Random random, int from, int to) {
    StringBuilder word = new StringBuilder();
    int length = random.nextInt(from, to + 1);
    while (word.length() < length) {
      word.append("abAB\u00E4".charAt(random.nextInt(to > 4 ? 5 : 2)));
    }
    return word.toString();
  }

  @Test
  void aWordThatMustBeginWithItDoes() {
    List<SecretRule> rules = List.of(rule("\\b(s\\.[a-z]{9})", "s."));
    assertThat(hits(rules, "this.x s.x")).containsExactly("0 7 9");
    assertThat(hits(List.of(rule("(s\\.[a-z]{9})", "s.")), "this.x")).containsExactly("0 3 5");
  }

  @Test
  void aRuleWithoutKeywordsIsTriedEverywhere() {
    assertThat(hits(List.of(rule("x")), "abc")).containsExactly("0 0 3");
  }
}
