package dev.devtail.kit.workspace;

import dev.devtail.kit.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where something is in a workspace, relative to its root: names, each of which is one.
 *
 * @param names from the root on; none: the root itself
 */
public record WorkspacePath(List<String> names) {

  /** Longest name, in bytes of UTF-8: what Linux's file systems allow. */
  public static final int MAX_NAME_BYTES = 255;

  /** Deepest path, in names; each takes a descriptor while it is looked up. */
  public static final int MAX_NAMES = 64;

  private static final WorkspacePath ROOT = new WorkspacePath(List.of());

  public WorkspacePath {
    names = List.copyOf(names);
  }

  /**
   * @param text names with {@code /} between them; empty: the root
   * @throws Fault INVALID_ARGUMENT for a path that is absolute, has an empty name, {@code .} or
   *     {@code ..}, NUL, a name beyond {@link #MAX_NAME_BYTES}, or more than {@link #MAX_NAMES}
   */
  public static WorkspacePath parse(String text) {
    if (text.isEmpty()) {
      return ROOT;
    }
    List<String> names = List.of(text.split("/", -1));
    if (names.size() > MAX_NAMES) {
      throw invalid(text, "at most %d names".formatted(MAX_NAMES));
    }
    names.forEach(name -> check(text, name));
    return new WorkspacePath(names);
  }

  private static void check(String text, String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw invalid(text, "relative to the workspace, without empty names, . and ..");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      throw invalid(text, "names of at most %d bytes".formatted(MAX_NAME_BYTES));
    }
    if (TemporaryNames.isOne(name)) {
      throw invalid(text, "no name of DevTail's own");
    }
    if (!isPossible(name)) {
      throw invalid(text, "names that this system can have");
    }
  }

  private static boolean isPossible(String name) {
    try {
      return Path.of(name).toString().equals(name);
    } catch (InvalidPathException unnameable) {
      return false;
    }
  }

  public static Fault invalid(String text, String expected) {
    return Fault.invalid("path", '"' + printable(text) + '"', expected);
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  @Override
  public String toString() {
    return String.join("/", names);
  }
}
