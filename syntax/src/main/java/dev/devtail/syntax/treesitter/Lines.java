package dev.devtail.syntax.treesitter;

import java.util.Arrays;

/** Where lines begin. Lines are counted from 1. */
final class Lines {

  static final Lines NONE = of(new byte[0], 0);

  private final int[] starts;

  private Lines(int[] starts) {
    this.starts = starts;
  }

  /**
   * @param lines of the content, a last one without a line feed included
   */
  static Lines of(byte[] content, int lines) {
    boolean ended = content.length == 0 || content[content.length - 1] == '\n';
    int[] starts = new int[ended ? lines + 1 : lines];
    int line = 1;
    for (int i = 0; i < content.length; i++) {
      if (content[i] == '\n') {
        starts[line++] = i + 1;
      }
    }
    return new Lines(starts);
  }

  int start(int line) {
    return starts[line - 1];
  }

  int at(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** As {@link #at}, for one that is known not to be before a line. */
  int atOrBehind(int offset, int line) {
    int at = line;
    while (at < starts.length && starts[at] <= offset) {
      at++;
    }
    return at;
  }
}
