package dev.devtail.kit.workspace.secret;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a kind of secret looks like.
 *
 * @param id its name, for people
 * @param pattern finds it; runs in time that grows with the text only
 * @param group of the pattern that is the secret; 0: the first that took part, else the whole
 * @param entropy bits per character that the secret has more of; 0: any
 * @param keywords of which one is in every text that it can be found in, in small letters; none: it
 *     is looked for everywhere
 * @param path of files that it can be found in
 * @param allowed what is none although it looks like one
 */
record SecretRule(
    String id,
    Pattern pattern,
    int group,
    double entropy,
    List<String> keywords,
    List<Pattern> path,
    List<Allowed> allowed) {

  /** A word of letters alone, for {@link #wantsMoreThanLetters}. */
  private static final String LETTERS = "QwErTyUiOpAsDfGhJkLz";

  SecretRule {
    keywords = List.copyOf(keywords);
    path = List.copyOf(path);
    allowed = List.copyOf(allowed);
  }

  boolean isFor(String file) {
    return path.isEmpty() || path.stream().anyMatch(each -> each.matcher(file).find());
  }

  /** Whether what it finds may go over many lines, as a key in PEM does. */
  boolean isLong() {
    String text = pattern.pattern();
    return text.contains("[\\s\\S") || text.contains("(?:.|\\s)") || text.contains("(?s");
  }

  /** Whether what it finds begins with that keyword, and at the beginning of a word. */
  boolean beginsWordWith(String keyword) {
    String text = pattern.pattern();
    String quoted = keyword.replace(".", "\\.");
    return text.startsWith("\\b(") && (text.contains("(" + quoted) || text.contains("|" + quoted));
  }

  /** Whether words of letters, points, lines and dashes are never a secret. */
  boolean wantsMoreThanLetters() {
    return allowed.stream().anyMatch(each -> each.isAlways(LETTERS));
  }

  /** The group that is the secret in a match. */
  int secretIn(Matcher match) {
    if (group > 0) {
      return group;
    }
    for (int i = 1; i <= match.groupCount(); i++) {
      String found = match.group(i);
      if (found != null && !found.isEmpty()) {
        return i;
      }
    }
    return 0;
  }

  /** Shannon's, in bits per character. */
  static double entropyOf(String text) {
    Map<Integer, Long> counts =
        text.chars().boxed().collect(Collectors.groupingBy(c -> c, Collectors.counting()));
    return counts.values().stream()
        .mapToDouble(count -> (double) count / text.length())
        .map(share -> -share * Math.log(share) / Math.log(2))
        .sum();
  }
}
