package dev.devtail.terminal.screen;

/**
 * The numbers of a control sequence. Missing ones are 0, missing ones after a colon -1. There are
 * at most {@link #MAX} of each kind, as in xterm.js; what comes after is dropped.
 */
final class Params {
  static final int MAX = 32;

  private final int[] values = new int[MAX];
  private final int[] subs = new int[MAX];

  /** Where the numbers behind colons end in {@link #subs}, by parameter. */
  private final byte[] subEnds = new byte[MAX];

  private int count = 1;
  private int subCount;
  private boolean full;
  private boolean subsFull;
  private boolean inSub;

  void clear() {
    count = 1;
    values[0] = 0;
    subEnds[0] = 0;
    subCount = 0;
    full = false;
    subsFull = false;
    inSub = false;
  }

  int count() {
    return count;
  }

  int get(int index) {
    return values[index];
  }

  /** The first number, or 1 where that is 0: the usual meaning of a count. */
  int firstOrOne() {
    return values[0] == 0 ? 1 : values[0];
  }

  int subCount(int index) {
    return subEnds[index] - subStart(index);
  }

  int sub(int index, int sub) {
    return subs[subStart(index) + sub];
  }

  /** Takes a digit, a semicolon or a colon. */
  void add(int character) {
    if (character == ';') {
      inSub = false;
      if (count == MAX) {
        full = true;
      } else {
        values[count] = 0;
        subEnds[count] = (byte) subCount;
        count++;
      }
    } else if (character == ':') {
      inSub = true;
      if (full || subCount == MAX) {
        subsFull = true;
      } else {
        subs[subCount++] = -1;
        subEnds[count - 1]++;
      }
    } else {
      digit(character - '0');
    }
  }

  private void digit(int digit) {
    if (full || (inSub && (subsFull || subCount == 0))) {
      return;
    }
    int[] store = inSub ? subs : values;
    int last = (inSub ? subCount : count) - 1;
    store[last] =
        store[last] < 0 ? digit : (int) Math.min(store[last] * 10L + digit, Integer.MAX_VALUE);
  }

  private int subStart(int index) {
    return index == 0 ? 0 : subEnds[index - 1];
  }

  /** Writes what gives the same numbers when it is parsed, so that more can follow. */
  void write(Output out) {
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        out.put(';');
      }
      out.number(values[i]);
      for (int sub = 0; sub < subCount(i); sub++) {
        out.put(':');
        if (sub(i, sub) >= 0) {
          out.number(sub(i, sub));
        }
      }
    }
    if (full) {
      out.put(';');
    }
    if (inSub && subsFull) {
      out.put(':');
    }
  }
}
