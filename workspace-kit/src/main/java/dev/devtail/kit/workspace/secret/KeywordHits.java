package dev.devtail.kit.workspace.secret;

import com.hankcs.algorithm.AhoCorasickDoubleArrayTrie;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the keywords of all rules in one pass over a text. Immutable. */
final class KeywordHits {

  /** Is told of a keyword of a rule: the rule's index, and where the keyword begins and ends. */
  @FunctionalInterface
  interface Hit {
    void at(int rule, int begin, int end);
  }

  private final AhoCorasickDoubleArrayTrie<int[]> trie = new AhoCorasickDoubleArrayTrie<>();
  private final int[] everywhere;

  KeywordHits(List<SecretRule> rules) {
    TreeMap<String, List<Integer>> byKeyword = new TreeMap<>();
    List<Integer> without = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      List<String> keywords = rules.get(i).keywords();
      if (keywords.isEmpty()) {
        without.add(i);
      }
      for (String keyword : keywords) {
        byKeyword.computeIfAbsent(keyword, _ -> new ArrayList<>()).add(i);
      }
    }
    TreeMap<String, int[]> built = new TreeMap<>();
    for (Map.Entry<String, List<Integer>> entry : byKeyword.entrySet()) {
      built.put(entry.getKey(), entry.getValue().stream().mapToInt(Integer::intValue).toArray());
    }
    trie.build(built);
    everywhere = without.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * @param text in small letters
   */
  void in(String text, Hit hit) {
    trie.parseText(
        text,
        (begin, end, rules) -> {
          for (int rule : rules) {
            hit.at(rule, begin, end);
          }
        });
    for (int rule : everywhere) {
      hit.at(rule, 0, text.length());
    }
  }
}
