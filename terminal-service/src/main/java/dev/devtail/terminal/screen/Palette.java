package dev.devtail.terminal.screen;

import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The colours a program changed: OSC 4 and 10 to 12, and 104 and 110 to 112 to take it back. */
final class Palette {
  private static final int COLORS = 256;

  /** The numbers of the commands that set foreground, background and cursor. */
  static final int FIRST_SPECIAL = 10;

  static final int LAST_SPECIAL = 12;

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");
  private static final Pattern RGB =
      Pattern.compile("rgb:([0-9a-f]{1,4})/([0-9a-f]{1,4})/([0-9a-f]{1,4})");
  private static final Pattern HASH = Pattern.compile("#(?:[0-9a-f]{3}){1,4}");

  /** By index, and the special ones by {@link #COLORS} plus the command's number; as 0xRRGGBB. */
  private final TreeMap<Integer, Integer> changed = new TreeMap<>();

  /** OSC 4: pairs of index and colour. Questions for a colour are dropped. */
  void set(String text) {
    String[] parts = text.split(";", -1);
    for (int i = 0; i + 1 < parts.length; i += 2) {
      int index = index(parts[i]);
      if (index >= 0) {
        set(index, parts[i + 1]);
      }
    }
  }

  /** OSC 10 to 12: further colours are for the commands that follow. */
  void setSpecial(int command, String text) {
    String[] parts = text.split(";", -1);
    for (int i = 0; i < parts.length && command + i <= LAST_SPECIAL; i++) {
      set(COLORS + command + i, parts[i]);
    }
  }

  /** OSC 104: the given ones, or all of them. */
  void restore(String text) {
    if (text.isEmpty()) {
      changed.headMap(COLORS).clear();
    }
    for (String part : text.split(";", -1)) {
      changed.remove(index(part));
    }
  }

  /** OSC 110 to 112, by the number of the command that sets. */
  void restoreSpecial(int command) {
    changed.remove(COLORS + command);
  }

  /** Writes commands that make a viewer's palette the same, whatever it was. */
  void write(Output out) {
    out.text("\033]104\007\033]110\007\033]111\007\033]112\007");
    changed.forEach(
        (key, rgb) -> {
          out.text(key < COLORS ? "\033]4;" + key : "\033]" + (key - COLORS));
          out.text(
              String.format(
                  Locale.ROOT, ";rgb:%02x/%02x/%02x\007", rgb >> 16, rgb >> 8 & 0xFF, rgb & 0xFF));
        });
  }

  private void set(int key, String color) {
    int rgb = rgb(color.toLowerCase(Locale.ROOT));
    if (rgb >= 0) {
      changed.put(key, rgb);
    }
  }

  private static int index(String text) {
    int index = DIGITS.matcher(text).matches() ? Integer.parseInt(text) : -1;
    return index < COLORS ? index : -1;
  }

  /** A colour as X11 writes it, or -1 if it is none. */
  private static int rgb(String text) {
    Matcher rgb = RGB.matcher(text);
    if (rgb.matches()) {
      int digits = rgb.group(1).length();
      boolean equal = rgb.group(2).length() == digits && rgb.group(3).length() == digits;
      return equal
          ? scaled(rgb.group(1)) << 16 | scaled(rgb.group(2)) << 8 | scaled(rgb.group(3))
          : -1;
    }
    if (HASH.matcher(text).matches()) {
      int digits = (text.length() - 1) / 3;
      int value = 0;
      for (int i = 0; i < 3; i++) {
        String part = text.substring(1 + i * digits, 1 + (i + 1) * digits);
        value = value << 8 | Integer.parseInt((part + "0").substring(0, 2), 16);
      }
      return value;
    }
    return -1;
  }

  private static int scaled(String hex) {
    int most = (1 << (4 * hex.length())) - 1;
    return (int) Math.round(Integer.parseInt(hex, 16) * 255.0 / most);
  }
}
