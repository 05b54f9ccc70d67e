package dev.devtail.router.translate.json;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Names of what a provider cannot hold of a request, for the caller to be told in a header. They
 * are bounded in number, length and letters, as callers choose them.
 */
public final class Dropped {

  /** Most names; what is above is counted. */
  static final int MAX_NAMES = 32;

  /** Longest name, in characters. */
  static final int MAX_NAME_CHARS = 80;

  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> more = new LinkedHashSet<>();

  /**
   * @param name of a field, with dots between the levels and without indexes
   */
  public void add(String name) {
    String safe = safe(name);
    if (names.size() < MAX_NAMES) {
      names.add(safe);
    } else if (!names.contains(safe) && more.size() < MAX_NAMES) {
      more.add(safe);
    }
  }

  private static String safe(String name) {
    StringBuilder safe = new StringBuilder(Math.min(name.length(), MAX_NAME_CHARS));
    for (int i = 0; i < name.length() && i < MAX_NAME_CHARS; i++) {
      char next = name.charAt(i);
      boolean plain = next > ' ' && next < 0x7F && next != ',' && next != '"' && next != '\\';
      safe.append(plain ? next : '?');
    }
    return safe.toString();
  }

  /** In the order of finding; the last says how many more there are, where there are. */
  public List<String> names() {
    List<String> all = new ArrayList<>(names);
    if (!more.isEmpty()) {
      all.add(
          more.size() < MAX_NAMES
              ? "and-%d-more".formatted(more.size())
              : "and-%d-more-or-above".formatted(MAX_NAMES));
    }
    return List.copyOf(all);
  }
}
