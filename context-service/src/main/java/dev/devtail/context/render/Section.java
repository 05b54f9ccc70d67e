package dev.devtail.context.render;

import dev.devtail.context.select.Depth;
import java.util.Locale;

/** Where a file stands in a context: maps before lines. */
public enum Section {
  FILE_MAP,
  FILE_CONTENTS;

  /** As tags and keys have it. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Section of(Depth depth) {
    return switch (depth) {
      case MAP -> FILE_MAP;
      case SLICES, WHOLE -> FILE_CONTENTS;
    };
  }
}
