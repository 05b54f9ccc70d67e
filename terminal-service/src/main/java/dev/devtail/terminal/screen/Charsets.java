package dev.devtail.terminal.screen;

import java.util.Arrays;

/** Which character sets G0 to G3 are, and which one is in use. */
final class Charsets {
  static final int SETS = 4;

  private final Charset[] sets = new Charset[SETS];
  private int level;

  /** Not always the set of the level: restoring a cursor brings back the set alone. */
  private Charset active = Charset.ASCII;

  Charsets() {
    reset();
  }

  void reset() {
    Arrays.fill(sets, Charset.ASCII);
    level = 0;
    active = Charset.ASCII;
  }

  Charset active() {
    return active;
  }

  void active(Charset charset) {
    active = charset;
  }

  int level() {
    return level;
  }

  Charset set(int index) {
    return sets[index];
  }

  void shift(int newLevel) {
    level = newLevel;
    active = sets[newLevel];
  }

  void designate(int index, Charset charset) {
    sets[index] = charset;
    if (level == index) {
      active = charset;
    }
  }
}
