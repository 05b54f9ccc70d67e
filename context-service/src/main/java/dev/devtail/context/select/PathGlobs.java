package dev.devtail.context.select;

import dev.devtail.kit.fault.Fault;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;

/** Patterns for paths, as {@code **}{@code /*.java}; one without a slash is for names anywhere. */
public final class PathGlobs implements Predicate<String> {

  private final List<PathMatcher> matchers;

  private PathGlobs(List<PathMatcher> matchers) {
    this.matchers = matchers;
  }

  /**
   * @param globs none: all paths
   * @throws Fault INVALID_ARGUMENT if one is none
   */
  public static PathGlobs of(List<String> globs) {
    List<PathMatcher> matchers = new ArrayList<>();
    for (String glob : globs) {
      matchers.add(matcher(glob));
      if (!glob.contains("/")) {
        matchers.add(matcher("**/" + glob));
      } else if (glob.startsWith("**/")) {
        matchers.add(matcher(glob.substring("**/".length())));
      }
    }
    return new PathGlobs(matchers);
  }

  private static PathMatcher matcher(String glob) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      throw Fault.invalid("globs", glob, "a pattern as **/*.java: " + e.getDescription());
    }
  }

  @Override
  public boolean test(String path) {
    Path asked = Path.of(path);
    return matchers.isEmpty() || matchers.stream().anyMatch(matcher -> matcher.matches(asked));
  }
}
