package dev.devtail.terminal.screen;

import org.jspecify.annotations.Nullable;

/**
 * The character sets a program can choose, with what they put in place of ASCII (DEC special
 * graphics and the national replacement sets of the VT220), as far as xterm.js knows them.
 */
enum Charset {
  ASCII("B", "", ""),
  GRAPHICS("0", "`abcdefghijklmnopqrstuvwxyz{|}~", "◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·"),
  BRITISH("A", "#", "£"),
  DUTCH("4", "#@[\\]{|}~", "£¾i½|¨f¼´"),
  FINNISH("C5", "[\\]^`{|}~", "ÄÖÅÜéäöåü"),
  FRENCH("R", "#@[\\]{|}~", "£à°ç§éùè¨"),
  FRENCH_CANADIAN("Q", "@[\\]^`{|}~", "àâçêîôéùèû"),
  GERMAN("K", "@[\\]{|}~", "§ÄÖÜäöüß"),
  ITALIAN("Y", "#@[\\]`{|}~", "£§°çéùàòèì"),
  NORWEGIAN("E6", "@[\\]^`{|}~", "ÄÆØÅÜäæøåü"),
  SPANISH("Z", "#@[\\]{|}", "£§¡Ñ¿°ñç"),
  SWEDISH("H7", "@[\\]^`{|}~", "ÉÄÖÅÜéäöåü"),
  SWISS("=", "#@[\\]^_`{|}~", "ùàéçêîèôäöüû");

  private final String finals;
  private final String from;
  private final String to;

  Charset(String finals, String from, String to) {
    this.finals = finals;
    this.from = from;
    this.to = to;
  }

  /** The set a designating sequence names by its last character. */
  static @Nullable Charset of(int finalCharacter) {
    for (Charset charset : values()) {
      if (charset.finals.indexOf(finalCharacter) >= 0) {
        return charset;
      }
    }
    return null;
  }

  /** The last character of the sequence that designates this set. */
  char designator() {
    return finals.charAt(0);
  }

  int map(int character) {
    int index = from.indexOf(character);
    return index < 0 ? character : to.charAt(index);
  }

  /** What is to be printed so that a character shows. */
  int unmap(int character) {
    int index = to.indexOf(character);
    return index < 0 ? character : from.charAt(index);
  }
}
