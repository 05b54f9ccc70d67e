package dev.devtail.context.select;

import dev.devtail.kit.fault.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Patterns for paths, as {@code **}{@code /*.java}; one without a slash is for names anywhere. */
public final class PathGlobs implements Predicate<String> {

  private final List<Glob> globs;

  private PathGlobs(List<Glob> globs) {
    this.globs = List.copyOf(globs);
  }

  /**
   * @param globs none: all paths
   * @throws Fault INVALID_ARGUMENT if one is none
   */
  public static PathGlobs of(List<String> globs) {
    List<Glob> parsed = new ArrayList<>();
    for (String glob : globs) {
      try {
        parsed.add(Glob.parse(glob));
      } catch (IllegalArgumentException none) {
        throw Fault.invalid("globs", glob, "a pattern as **/*.java: " + none.getMessage());
      }
    }
    return new PathGlobs(parsed);
  }

  @Override
  public boolean test(String path) {
    return globs.isEmpty() || globs.stream().anyMatch(glob -> glob.matches(path));
  }
}
