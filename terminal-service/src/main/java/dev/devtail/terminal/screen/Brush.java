package dev.devtail.terminal.screen;

import static dev.devtail.terminal.screen.Attributes.*;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives the viewer's terminal the style that the next text needs.
 *
 * <p>SGR and OSC 8 reach every style but a few that only restoring a saved cursor leaves behind, as
 * it brings back that text is underlined but not how. For those the brush saves and restores the
 * cursor of the viewer's alternate screen, which must then be set again.
 */
final class Brush {
  /** Ends an operating system command. */
  static final char BEL = 7;

  private static final String SAVE = "\0337";
  private static final String RESTORE = "\0338";
  private static final String TO_ALTERNATE = "\033[?47h";
  private static final String TO_MAIN = "\033[?47l";
  private static final String LINK_END = "\033]8;;\007";

  /** A link that leads nowhere: while one is open, extended attributes count. */
  private static final Link ANY_LINK = new Link("devtail", "about:blank");

  private final Output out;
  private boolean known = true;
  private int foreground;
  private int background;
  private int extended;
  private @Nullable Link link;
  private boolean usedSavedCursor;
  private boolean onAlternate;

  /**
   * @param out where everything goes; the viewer's pen is that of a fresh terminal
   */
  Brush(Output out) {
    this.out = out;
  }

  /** Whether the cursor saved on the viewer's alternate screen is no longer what it was. */
  boolean hasUsedSavedCursor() {
    return usedSavedCursor;
  }

  /** Tells whether the viewer's terminal shows the alternate screen from now on. */
  void onAlternate(boolean isShown) {
    onAlternate = isShown;
  }

  void plain() {
    use(0, 0, 0, null);
  }

  /** Any style with this background colour, as erasing takes nothing else. */
  void useColor(int color) {
    if (!known || (background & COLOR) != color) {
      use(0, color, 0, null);
    }
  }

  /** A style as cells have it. */
  void use(Styles styles, int style) {
    use(
        styles.foreground(style),
        styles.background(style),
        styles.extended(style),
        styles.link(style));
  }

  void use(int newForeground, int newBackground, int newExtended, @Nullable Link newLink) {
    if (known
        && foreground == newForeground
        && background == newBackground
        && extended == newExtended
        && Objects.equals(link, newLink)) {
      return;
    }
    if (isReachable(newForeground, newBackground, newExtended, newLink)) {
      link(newLink);
      sgr(newForeground, newBackground, newExtended);
    } else {
      useUnreachable(newForeground, newBackground, newExtended);
    }
    remember(newForeground, newBackground, newExtended, newLink);
  }

  /** Whether a cell's style is one that takes no saved cursor. */
  static boolean isReachable(Styles styles, int style) {
    return isReachable(
        styles.foreground(style),
        styles.background(style),
        styles.extended(style),
        styles.link(style));
  }

  private static boolean isReachable(
      int foreground, int background, int extended, @Nullable Link link) {
    boolean underlined = (foreground & UNDERLINE) != 0;
    boolean counts = (background & EXTENDED) != 0;
    boolean styled = underlineStyle(extended) != 0;
    // In a link the underline's style does not matter, as links have their own.
    return link != null || (underlined ? counts && styled : !counts || !styled);
  }

  private void useUnreachable(int newForeground, int newBackground, int newExtended) {
    usedSavedCursor = true;
    if (!onAlternate) {
      out.text(TO_ALTERNATE);
    }
    if ((newForeground & UNDERLINE) != 0) {
      link(null);
      sgr(newForeground, newBackground, newExtended);
      out.text(SAVE).text("\033[24m").text(RESTORE);
      if ((newBackground & EXTENDED) == 0) {
        out.text("\033[59m");
      }
    } else {
      link(ANY_LINK);
      sgr(newForeground, newBackground, 0);
      out.text(SAVE);
      extended(newExtended, null);
      out.text(RESTORE);
    }
    if (!onAlternate) {
      out.text(TO_MAIN);
    }
  }

  /** Foreground and background as a saved cursor is to have them, with all their flags. */
  void useForSaving(int newForeground, int newBackground) {
    boolean underlined = (newForeground & UNDERLINE) != 0;
    boolean counts = (newBackground & EXTENDED) != 0;
    if (underlined && !counts) {
      useUnreachable(newForeground, newBackground, 0);
    } else {
      link(counts && !underlined ? ANY_LINK : null);
      sgr(newForeground, newBackground, 0);
    }
    known = false;
  }

  /** Underline's style, its colour and the link alone; the rest of the pen is then anything. */
  void extended(int newExtended, @Nullable Link newLink) {
    out.text("\033[0");
    int style = underlineStyle(newExtended);
    if (style != 0) {
      out.text(";4:").number(style);
    }
    underlineColor(newExtended);
    out.put('m');
    link(newLink);
    known = false;
  }

  /** All but what {@link #extended} sets and whether text is underlined. */
  void others(int newForeground, int newBackground) {
    out.text("\033[22;23;25;27;28;29;39;49;55");
    flags(newForeground, newBackground);
    out.put('m');
    out.text((newBackground & PROTECTED) == 0 ? "\033[0\"q" : "\033[1\"q");
    known = false;
  }

  private void remember(
      int newForeground, int newBackground, int newExtended, @Nullable Link newLink) {
    known = true;
    foreground = newForeground;
    background = newBackground;
    extended = newExtended;
    link = newLink;
  }

  private void link(@Nullable Link newLink) {
    if (!Objects.equals(link, newLink)) {
      if (newLink == null) {
        out.text(LINK_END);
      } else {
        out.text("\033]8;id=").text(newLink.id()).put(';').text(newLink.uri()).put(BEL);
      }
      link = newLink;
    }
  }

  private void sgr(int newForeground, int newBackground, int newExtended) {
    out.text("\033[0");
    flags(newForeground, newBackground);
    if ((newForeground & UNDERLINE) != 0) {
      out.text(";4");
      int style = underlineStyle(newExtended);
      if (style > SINGLE) {
        out.put(':').number(style);
      }
    }
    underlineColor(newExtended);
    out.put('m');
    if ((newBackground & PROTECTED) != 0) {
      out.text("\033[1\"q");
    }
  }

  private void flags(int newForeground, int newBackground) {
    flag(newForeground, BOLD, 1);
    flag(newBackground, DIM, 2);
    flag(newBackground, ITALIC, 3);
    flag(newForeground, BLINK, 5);
    flag(newForeground, INVERSE, 7);
    flag(newForeground, INVISIBLE, 8);
    flag(newForeground, STRIKETHROUGH, 9);
    flag(newBackground, OVERLINE, 53);
    color(newForeground, 30);
    color(newBackground, 40);
  }

  private void flag(int attributes, int flag, int number) {
    if ((attributes & flag) != 0) {
      out.put(';').number(number);
    }
  }

  /** Writes a colour, given the number of the first of the eight basic ones. */
  private void color(int color, int first) {
    int value = color & VALUE;
    switch (color & MODE) {
      case BASIC -> out.put(';').number(value < 8 ? first + value : first + 60 + value - 8);
      case INDEXED -> out.put(';').number(first + 8).text(";5;").number(value & 0xFF);
      case RGB -> {
        out.put(';').number(first + 8).text(";2;").number(value >> 16);
        out.put(';').number(value >> 8 & 0xFF).put(';').number(value & 0xFF);
      }
      default -> {}
    }
  }

  private void underlineColor(int newExtended) {
    int value = newExtended & VALUE;
    switch (newExtended & MODE) {
      case INDEXED -> out.text(";58:5:").number(value & 0xFF);
      case RGB -> {
        out.text(";58:2::").number(value >> 16);
        out.put(':').number(value >> 8 & 0xFF).put(':').number(value & 0xFF);
      }
      default -> {}
    }
  }
}
