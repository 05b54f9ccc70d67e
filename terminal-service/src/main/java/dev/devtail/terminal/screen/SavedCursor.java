package dev.devtail.terminal.screen;

/** What DECSC saved. */
final class SavedCursor {
  int x;

  /** Counted from the oldest line of the scrollback, so that it stays with the text. */
  int line;

  int foreground;
  int background;
  Charset charset = Charset.ASCII;

  /** As after a soft reset: at the start of the screen, whose first line is given. */
  void reset(int firstLine) {
    x = 0;
    line = firstLine;
    foreground = 0;
    background = 0;
    charset = Charset.ASCII;
  }

  /** Whether this is what was never saved. */
  boolean isDefault() {
    return x == 0 && line == 0 && foreground == 0 && background == 0 && charset == Charset.ASCII;
  }
}
