package dev.devtail.kit.workspace.secret;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the keywords of all rules in one pass over a text, small and capital letters alike: the
 * automaton of Aho and Corasick ("Efficient string matching", 1975) with all its transitions
 * written out, one look-up for each byte. Immutable.
 */
final class KeywordHits {

  /** Is told of a keyword: the index of its rule, and where the keyword begins and ends. */
  @FunctionalInterface
  interface Hit {
    void at(int rule, int begin, int end);
  }

  /** A keyword that ends in a state. */
  private record Keyword(int rule, int length, boolean beginsWord) {}

  private static final int NONE = -1;

  /** Of each byte; 0: it is in no keyword. */
  private final int[] classOf = new int[256];

  private final int width;

  /** By state and class. */
  private final int[] next;

  /** By state; empty: none ends there. */
  private final Keyword[][] ending;

  private final int[] everywhere;

  KeywordHits(List<SecretRule> rules) {
    width = 1 + classes(rules);
    List<int[]> states = new ArrayList<>();
    List<List<Keyword>> keywords = new ArrayList<>();
    grow(states, keywords);
    for (int rule = 0; rule < rules.size(); rule++) {
      for (String text : rules.get(rule).keywords()) {
        keywords
            .get(path(text, states, keywords))
            .add(new Keyword(rule, text.length(), rules.get(rule).beginsWordWith(text)));
      }
    }
    link(states, keywords);
    next = states.stream().flatMapToInt(Arrays::stream).toArray();
    ending = keywords.stream().map(each -> each.toArray(Keyword[]::new)).toArray(Keyword[][]::new);
    everywhere =
        IntStream.range(0, rules.size())
            .filter(rule -> rules.get(rule).keywords().isEmpty())
            .toArray();
  }

  /** How many there are. */
  private int classes(List<SecretRule> rules) {
    int count = 0;
    for (SecretRule rule : rules) {
      for (String keyword : rule.keywords()) {
        for (byte b : keyword.getBytes(ISO_8859_1)) {
          if (classOf[b & 0xFF] == 0) {
            classOf[b & 0xFF] = ++count;
            classOf[Character.toUpperCase(b & 0xFF) & 0xFF] = count;
          }
        }
      }
    }
    return count;
  }

  private int grow(List<int[]> states, List<List<Keyword>> keywords) {
    int[] none = new int[width];
    Arrays.fill(none, NONE);
    states.add(none);
    keywords.add(new ArrayList<>());
    return states.size() - 1;
  }

  /** The state that a keyword leads to. */
  private int path(String text, List<int[]> states, List<List<Keyword>> keywords) {
    int state = 0;
    for (byte b : text.getBytes(ISO_8859_1)) {
      int by = classOf[b & 0xFF];
      if (states.get(state)[by] == NONE) {
        states.get(state)[by] = grow(states, keywords);
      }
      state = states.get(state)[by];
    }
    return state;
  }

  /** Where a keyword goes on no more, the longest end of it that begins another one does. */
  private void link(List<int[]> states, List<List<Keyword>> keywords) {
    int[] fallback = new int[states.size()];
    Deque<Integer> queue = new ArrayDeque<>(List.of(0));
    while (!queue.isEmpty()) {
      int state = queue.remove();
      for (int by = 0; by < width; by++) {
        int other = state == 0 ? 0 : states.get(fallback[state])[by];
        int to = states.get(state)[by];
        if (to == NONE) {
          states.get(state)[by] = other;
        } else {
          fallback[to] = other;
          keywords.get(to).addAll(keywords.get(other));
          queue.add(to);
        }
      }
    }
  }

  void in(byte[] text, Hit hit) {
    int state = 0;
    for (int i = 0; i < text.length; i++) {
      state = next[state * width + classOf[text[i] & 0xFF]];
      if (ending[state].length > 0) {
        tell(text, i + 1, ending[state], hit);
      }
    }
    for (int rule : everywhere) {
      hit.at(rule, 0, text.length);
    }
  }

  private static void tell(byte[] text, int end, Keyword[] keywords, Hit hit) {
    for (Keyword keyword : keywords) {
      int begin = end - keyword.length();
      if (!keyword.beginsWord() || begin == 0 || !isOfWord(text[begin - 1])) {
        hit.at(keyword.rule(), begin, end);
      }
    }
  }

  private static boolean isOfWord(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '_';
  }
}
