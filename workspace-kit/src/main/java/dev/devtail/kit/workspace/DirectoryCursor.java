package dev.devtail.kit.workspace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way into the directories of a workspace that goes on from where it is: who asks for them in
 * order opens each once. For one thread.
 */
final class DirectoryCursor implements AutoCloseable {

  /**
   * An open directory.
   *
   * @param base its path with a {@code /} behind it; empty for the workspace
   * @param rules null: nobody asks for them
   */
  record Level(OpenDirectory directory, String base, @Nullable IgnoreRules rules) {

    Level with(IgnoreRules others) {
      return new Level(directory, base, others);
    }

    /** Whether something in it may be seen. */
    boolean allows(String path, boolean isDirectory) {
      String name = path.substring(base.length());
      return !GitDirectory.isName(name) && (rules == null || !rules.isIgnored(path, isDirectory));
    }
  }

  private final List<Level> way = new ArrayList<>();

  /**
   * @param root is closed with this
   * @param rules of the root; null: not needed
   */
  DirectoryCursor(OpenDirectory root, @Nullable IgnoreRules rules) {
    way.add(new Level(root, "", rules));
  }

  /**
   * Goes to a directory.
   *
   * @param base as in {@link Level}
   * @throws IOException if it is not there any more; this goes on from where it came to
   */
  Level to(String base) throws IOException {
    Level here = backTowards(base);
    while (here.base().length() < base.length()) {
      int end = base.indexOf('/', here.base().length());
      here = enter(here, base.substring(here.base().length(), end), base.substring(0, end + 1));
    }
    return here;
  }

  /** Goes back as far as needed: to the innermost directory that is open and leads there. */
  Level backTowards(String base) throws IOException {
    while (!base.startsWith(way.getLast().base())) {
      way.removeLast().directory().close();
    }
    return way.getLast();
  }

  private Level enter(Level from, String name, String base) throws IOException {
    OpenDirectory directory = from.directory().open(name);
    try {
      IgnoreRules outer = from.rules();
      Level entered =
          new Level(directory, base, outer == null ? null : outer.inside(directory, base));
      way.add(entered);
      return entered;
    } catch (IOException | RuntimeException failure) {
      directory.close();
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    for (Level level : way.reversed()) {
      level.directory().close();
    }
  }
}
