package dev.devtail.router.role;

import java.util.Locale;

/** What a step has made of a file, in lines. */
public record FileChange(String path, Kind kind, int added, int removed) {

  /** What has become of it. */
  public enum Kind {
    ADDED,
    CHANGED,
    DELETED;

    /** As hooks have it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** As in {@code src/Foo.java +3 -1}. */
  @Override
  public String toString() {
    return "%s +%d -%d".formatted(path, added, removed);
  }
}
