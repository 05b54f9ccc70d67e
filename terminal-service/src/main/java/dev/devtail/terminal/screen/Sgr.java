package dev.devtail.terminal.screen;

import static dev.devtail.terminal.screen.Attributes.*;

import java.util.Arrays;

/** SGR: what the numbers of "select graphic rendition" do to the pen. */
final class Sgr {
  private static final int INDEXED_COLOR = 5;
  private static final int RGB_COLOR = 2;

  /** Target, kind, colour space, and three components. */
  private static final int COLOR_PARTS = 6;

  private final Pen pen;

  /** The parts of a colour; reused, as colours are frequent. */
  private final int[] parts = new int[COLOR_PARTS + 2];

  Sgr(Pen pen) {
    this.pen = pen;
  }

  void apply(Params params) {
    for (int i = 0; i < params.count(); i++) {
      int number = params.get(i);
      switch (number) {
        case 4 -> pen.underline(params.subCount(i) > 0 ? params.sub(i, 0) : SINGLE);
        case 38, 48, 58 -> i += color(params, i);
        default -> apply(number);
      }
    }
  }

  private void apply(int number) {
    switch (number) {
      case 0 -> pen.plain();
      case 1 -> pen.foreground(BOLD, 0);
      case 2 -> pen.background(DIM, 0);
      case 3 -> pen.background(ITALIC, 0);
      case 5 -> pen.foreground(BLINK, 0);
      case 7 -> pen.foreground(INVERSE, 0);
      case 8 -> pen.foreground(INVISIBLE, 0);
      case 9 -> pen.foreground(STRIKETHROUGH, 0);
      case 21 -> pen.underline(DOUBLE);
      case 22 -> {
        pen.foreground(0, BOLD);
        pen.background(0, DIM);
      }
      case 23 -> pen.background(0, ITALIC);
      case 24 -> pen.underline(0);
      case 25 -> pen.foreground(0, BLINK);
      case 27 -> pen.foreground(0, INVERSE);
      case 28 -> pen.foreground(0, INVISIBLE);
      case 29 -> pen.foreground(0, STRIKETHROUGH);
      case 39 -> pen.foreground(0, COLOR);
      case 49 -> pen.background(0, COLOR);
      case 53 -> pen.background(OVERLINE, 0);
      case 55 -> pen.background(0, OVERLINE);
      case 59 -> pen.defaultUnderlineColor();
      default -> basicColor(number);
    }
  }

  private void basicColor(int number) {
    if (number >= 30 && number <= 37) {
      pen.foreground(BASIC | number - 30, COLOR);
    } else if (number >= 40 && number <= 47) {
      pen.background(BASIC | number - 40, COLOR);
    } else if (number >= 90 && number <= 97) {
      pen.foreground(BASIC | number - 90 + 8, COLOR);
    } else if (number >= 100 && number <= 107) {
      pen.background(BASIC | number - 100 + 8, COLOR);
    }
  }

  /**
   * A colour in any of its spellings: {@code 38;5;n}, {@code 38:5:n}, {@code 38;2;r;g;b}, {@code
   * 38:2:space:r:g:b} and mixtures of them. Returns how many more parameters it took.
   */
  private int color(Params params, int at) {
    Arrays.fill(parts, 0);
    int shift = 0;
    int taken = 0;
    do {
      parts[taken + shift] = params.get(at + taken);
      int subs = params.subCount(at + taken);
      if (subs > 0) {
        for (int i = 0; i < subs && (i == 0 || taken + i + shift < COLOR_PARTS - 1); i++) {
          if (parts[1] == INDEXED_COLOR) {
            shift = 1;
          }
          parts[taken + i + 1 + shift] = params.sub(at + taken, i);
        }
        break;
      }
      if ((parts[1] == INDEXED_COLOR && taken + shift >= 2)
          || (parts[1] == RGB_COLOR && taken + shift >= COLOR_PARTS - 1)) {
        break;
      }
      if (parts[1] != 0) {
        // Between semicolons there is no colour space.
        shift = 1;
      }
      taken++;
    } while (at + taken < params.count() && taken + shift < COLOR_PARTS);
    set(parts[0]);
    return taken;
  }

  private void set(int target) {
    int color;
    if (parts[1] == RGB_COLOR) {
      color = RGB | component(3) << 16 | component(4) << 8 | component(5);
    } else if (parts[1] == INDEXED_COLOR) {
      color = INDEXED | component(3);
    } else {
      return;
    }
    switch (target) {
      case 38 -> pen.foreground(color, COLOR);
      case 48 -> pen.background(color, COLOR);
      default -> pen.underlineColor(color);
    }
  }

  private int component(int index) {
    return Math.max(parts[index], 0) & 0xFF;
  }
}
