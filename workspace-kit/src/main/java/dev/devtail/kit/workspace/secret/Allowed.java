package dev.devtail.kit.workspace.secret;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is no secret although a rule finds it.
 *
 * @param needsAll whether each kind of sign that is given must be there, or one of them
 * @param target what the patterns are looked for in
 * @param stopWords in small letters
 */
record Allowed(
    boolean needsAll,
    Target target,
    List<Pattern> patterns,
    List<Pattern> paths,
    List<String> stopWords) {

  enum Target {
    SECRET,
    MATCH,
    LINE
  }

  Allowed {
    patterns = List.copyOf(patterns);
    paths = List.copyOf(paths);
    stopWords = List.copyOf(stopWords);
  }

  boolean covers(String secret, String match, String line, String file) {
    List<Boolean> signs = new ArrayList<>();
    if (!patterns.isEmpty()) {
      String text =
          switch (target) {
            case SECRET -> secret;
            case MATCH -> match;
            case LINE -> line;
          };
      signs.add(patterns.stream().anyMatch(each -> each.matcher(text).find()));
    }
    if (!paths.isEmpty()) {
      signs.add(paths.stream().anyMatch(each -> each.matcher(file).find()));
    }
    if (!stopWords.isEmpty()) {
      String small = secret.toLowerCase(Locale.ROOT);
      signs.add(stopWords.stream().anyMatch(small::contains));
    }
    return !signs.isEmpty() && (needsAll ? !signs.contains(false) : signs.contains(true));
  }

  /** Whether that secret is allowed wherever it is. */
  boolean isAlways(String secret) {
    return target == Target.SECRET
        && (!needsAll || (paths.isEmpty() && stopWords.isEmpty()))
        && patterns.stream().anyMatch(each -> each.matcher(secret).find());
  }
}
