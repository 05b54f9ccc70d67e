package dev.devtail.context.select;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of paths: {@code *} and {@code ?} within a name, {@code **} for any directories, and
 * {@code {a,b}} for one or the other. One without a slash matches names in every directory; one
 * that matches a directory matches what is in it. Takes no more than quadratic time.
 */
final class Glob {

  /** In characters. */
  static final int MAX_LENGTH = 400;

  /** That braces may stand for. */
  private static final int MAX_ALTERNATIVES = 64;

  private static final String ANY_DIRECTORIES = "**";

  private final List<List<String>> alternatives;

  private Glob(List<List<String>> alternatives) {
    this.alternatives = alternatives;
  }

  /**
   * @throws IllegalArgumentException if that is none; it says what is expected
   */
  static Glob parse(String text) {
    if (text.isBlank() || text.length() > MAX_LENGTH) {
      throw wrong(text, "1 to %d characters".formatted(MAX_LENGTH));
    }
    List<List<String>> alternatives = new ArrayList<>();
    for (String plain : withoutBraces(text)) {
      alternatives.add(names(plain));
    }
    return new Glob(alternatives);
  }

  private static List<String> names(String plain) {
    String relative = plain.startsWith("/") ? plain.substring(1) : plain;
    String bare = relative.endsWith("/") ? relative.substring(0, relative.length() - 1) : relative;
    List<String> names = new ArrayList<>();
    if (!plain.startsWith("/") && !bare.contains("/")) {
      names.add(ANY_DIRECTORIES);
    }
    for (String name : bare.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        throw wrong(plain, "a path within the workspace");
      }
      if (name.contains(ANY_DIRECTORIES) && !name.equals(ANY_DIRECTORIES)) {
        throw wrong(plain, "** between slashes");
      }
      names.add(name);
    }
    return names;
  }

  /** What a text with braces stands for. */
  private static List<String> withoutBraces(String text) {
    int open = text.indexOf('{');
    int close = text.indexOf('}', Math.max(open, 0));
    if (open < 0 && close < 0) {
      return List.of(text);
    }
    if (open < 0 || close < open || text.substring(open + 1, close).contains("{")) {
      throw wrong(text, "each { with its }, not within each other");
    }
    List<String> all = new ArrayList<>();
    for (String one : text.substring(open + 1, close).split(",", -1)) {
      for (String rest : withoutBraces(text.substring(close + 1))) {
        all.add(text.substring(0, open) + one + rest);
        if (all.size() > MAX_ALTERNATIVES) {
          throw wrong(text, "at most %d alternatives".formatted(MAX_ALTERNATIVES));
        }
      }
    }
    return all;
  }

  private static IllegalArgumentException wrong(String text, String expected) {
    return new IllegalArgumentException("%s (expected: %s)".formatted(text, expected));
  }

  boolean matches(String path) {
    String[] names = path.split("/", -1);
    return alternatives.stream().anyMatch(pattern -> matches(pattern, names));
  }

  /** Whether the pattern takes the whole path, or directories that it is in. */
  private static boolean matches(List<String> pattern, String[] names) {
    // Whether what has been seen of the pattern takes so many names.
    boolean[] taken = new boolean[names.length + 1];
    taken[0] = true;
    for (String part : pattern) {
      boolean[] next = new boolean[names.length + 1];
      boolean any = part.equals(ANY_DIRECTORIES);
      next[0] = any && taken[0];
      for (int i = 1; i <= names.length; i++) {
        next[i] = any ? taken[i] || next[i - 1] : taken[i - 1] && matchesName(part, names[i - 1]);
      }
      taken = next;
    }
    for (int i = 1; i <= names.length; i++) {
      if (taken[i]) {
        return true;
      }
    }
    return false;
  }

  private static boolean matchesName(String part, String name) {
    int at = 0;
    int star = -1;
    int afterStar = 0;
    int i = 0;
    while (i < name.length()) {
      if (at < part.length() && part.charAt(at) == '*') {
        star = at++;
        afterStar = i;
      } else if (at < part.length()
          && (part.charAt(at) == '?' || part.charAt(at) == name.charAt(i))) {
        at++;
        i++;
      } else if (star >= 0) {
        at = star + 1;
        i = ++afterStar;
      } else {
        return false;
      }
    }
    while (at < part.length() && part.charAt(at) == '*') {
      at++;
    }
    return at == part.length();
  }
}
