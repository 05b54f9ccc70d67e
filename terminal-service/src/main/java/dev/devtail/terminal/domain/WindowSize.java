package dev.devtail.terminal.domain;

/** Size of a terminal in characters, and in pixels where the viewer told them (0: unknown). */
public record WindowSize(int columns, int rows, int pixelWidth, int pixelHeight) {

  public WindowSize {
    if (columns < 1 || rows < 1) {
      throw new IllegalArgumentException("size: %dx%d (expected: >= 1x1)".formatted(columns, rows));
    }
  }

  public WindowSize(int columns, int rows) {
    this(columns, rows, 0, 0);
  }
}
