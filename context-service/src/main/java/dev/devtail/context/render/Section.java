package dev.devtail.context.render;

import dev.devtail.context.select.Depth;

/** Where a file stands in a context: maps before lines. */
public enum Section {
  FILE_MAP,
  FILE_CONTENTS;

  public static Section of(Depth depth) {
    return switch (depth) {
      case MAP -> FILE_MAP;
      case SLICES, WHOLE -> FILE_CONTENTS;
    };
  }
}
