package dev.devtail.kit.workspace.secret;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.List;

/** Tries one rule on parts of texts. Immutable. */
final class RuleTrial {

  /** How often a part grows because something that is found reaches its end. */
  private static final int GROWTHS = 4;

  private final SecretRule rule;
  private final List<Allowed> allowedEverywhere;
  private final boolean isLong;
  private final boolean wantsMoreThanLetters;

  /** Shortest secret: with fewer characters there is less entropy. */
  private final int shortest;

  RuleTrial(SecretRule rule, List<Allowed> allowedEverywhere) {
    this.rule = rule;
    this.allowedEverywhere = allowedEverywhere;
    this.isLong = rule.isLong();
    this.wantsMoreThanLetters = rule.wantsMoreThanLetters();
    this.shortest = (int) Math.ceil(Math.pow(2, rule.entropy()));
  }

  boolean isLong() {
    return isLong;
  }

  /**
   * @param begin of the part
   * @param keyword where the first in it begins
   * @param end of the part
   * @param findings takes what is found
   */
  void on(String text, int begin, int keyword, int end, String path, List<Finding> findings) {
    if ((wantsMoreThanLetters && !hasMoreThanLetters(text, keyword, end)) || !rule.isFor(path)) {
      return;
    }
    int partEnd = end;
    List<Finding> found = new ArrayList<>();
    boolean isCut = find(text, begin, partEnd, path, found);
    for (int growth = 0; isCut && growth < GROWTHS; growth++) {
      partEnd = Math.min(text.length(), begin + 4 * (partEnd - begin));
      found.clear();
      isCut = find(text, begin, partEnd, path, found);
    }
    findings.addAll(found);
  }

  /** Whether something reaches the end of the part, though not of the text. */
  private boolean find(String text, int begin, int end, String path, List<Finding> findings) {
    Matcher match = rule.pattern().matcher(text.substring(begin, end));
    boolean isCut = false;
    while (match.find()) {
      int group = rule.secretIn(match);
      isCut |= match.end() == end - begin && end < text.length();
      String secret = match.group(group);
      if (secret != null && isSecret(secret, match, text, begin, path)) {
        findings.add(new Finding(begin + match.start(group), begin + match.end(group), rule.id()));
      }
    }
    return isCut;
  }

  private boolean isSecret(String secret, Matcher match, String text, int begin, String path) {
    if (secret.isEmpty()
        || (rule.entropy() > 0 && SecretRule.entropyOf(secret) <= rule.entropy())) {
      return false;
    }
    int lineBegin = text.lastIndexOf('\n', begin + match.start()) + 1;
    int lineEnd = text.indexOf('\n', begin + match.end());
    String line = text.substring(lineBegin, lineEnd < 0 ? text.length() : lineEnd);
    return !covers(rule.allowed(), secret, match.group(), line, path)
        && !covers(allowedEverywhere, secret, match.group(), line, path);
  }

  private static boolean covers(
      List<Allowed> allowed, String secret, String match, String line, String path) {
    return allowed.stream().anyMatch(each -> each.covers(secret, match, line, path));
  }

  /**
   * Whether there is a word of the characters that keys are written in, long enough, and not of
   * letters alone: a cheap look that spares most lines of programs the pattern.
   */
  private boolean hasMoreThanLetters(String text, int begin, int end) {
    int length = 0;
    boolean more = false;
    for (int i = begin; i < end; i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean joint = c == '_' || c == '.' || c == '-';
      boolean other = (c >= '0' && c <= '9') || c == '=' || c == '+' || c == '/';
      if (letter || joint || other) {
        length++;
        more |= other;
        if (more && length >= shortest) {
          return true;
        }
      } else {
        length = 0;
        more = false;
      }
    }
    return false;
  }
}
