package dev.devtail.context.select;

import dev.devtail.syntax.CodeMap;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a workspace at one moment; it does not change. Contents are not kept in it: they
 * are asked for where they are shown.
 */
public interface CodeIndex {

  /** Of all files, sorted. */
  List<String> paths();

  /** Empty: there is no such file. */
  Optional<CodeMap> map(String path);

  /** Places that use a name. */
  List<Place> mentionsOf(String name);

  /** Places that declare a name: not qualified, as it is written. */
  List<Place> declarationsOf(String name);

  /**
   * A place in the workspace.
   *
   * @param line counted from 1
   */
  record Place(String path, int line) {}
}
