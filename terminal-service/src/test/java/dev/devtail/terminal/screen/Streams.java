package dev.devtail.terminal.screen;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Random streams of what programs write, from a grammar of sequences. The same seed gives the same
 * stream. What would stop xterm.js 6.0.0 dead or is known to go astray there is left out: {@code
 * CSI 1 J} in the last column, and the alignment pattern with the region as origin.
 */
final class Streams {
  private static final String[] WORDS = {
    "a", "hello", "The quick brown fox", "~", "|", "`q", "漢", "漢字かな", "é", "e\u0301", "\u0301",
    "a\u0308\u0301", "한", "─┼", "😀", "x漢", "\u200B", "#[]", "  ", "𠀀", "\u00AD", "\uFEFF"
  };
  private static final String[] MODES = {
    "?1", "?6", "?7", "?12", "?25", "?45", "?66", "?9", "?1000", "?1002", "?1003", "?1004", "?1005",
    "?1006", "?1015", "?1016", "?2004", "?2026", "?5", "4", "20", "?1;2004", "?7"
  };
  private static final String[] SGR = {
    "",
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "7",
    "8",
    "9",
    "21",
    "22",
    "23",
    "24",
    "25",
    "27",
    "28",
    "29",
    "31",
    "42",
    "39",
    "49",
    "53",
    "55",
    "59",
    "97",
    "104",
    "4:0",
    "4:1",
    "4:2",
    "4:3",
    "4:5",
    "4:9",
    "38;5;123",
    "48;5;200",
    "38:5:9",
    "48:5:17",
    "38;2;1;2;3",
    "48;2;250;20;3",
    "38:2::7:8:9",
    "58:5:77",
    "58;2;9;8;7",
    "58:2::1:2:3",
    "1;31",
    "0;44",
    "38:2:5:6:7",
    "38;5",
    "48;2;1",
    "38;1;4",
    "4;58;5;3",
    "7;38;2;1;2;3;44",
    "100"
  };
  private static final String[] STRINGS = {
    "0;title",
    "2;two ü",
    "1;icon",
    "0;",
    "4;1;rgb:ff/00/7f",
    "4;2;#abc;3;#123456",
    "4;1;?",
    "10;rgb:1/2/3",
    "11;#102030",
    "12;#fff;x",
    "10;?",
    "10;#111;#222;#333",
    "104",
    "104;1",
    "110",
    "111",
    "112",
    "8;;http://a",
    "8;id=x;http://b",
    "8;id=y:k=v;http://b",
    "8;;",
    "8;;",
    "7;file:///",
    "52;c;?",
    "133;A",
    "x;y",
    ";z",
    "99"
  };
  private static final String[] QUESTIONS = {
    "[c",
    "[>c",
    "[=c",
    "[5n",
    "[6n",
    "[?6n",
    "[?1$p",
    "[4$p",
    "[>q",
    "P$qm\033\\",
    "P$qr\033\\",
    "P+q544e\033\\",
    "[18t",
    "[21t",
    "Z"
  };
  private static final String CHARSETS = "B0A4CRQKYEZH=B0B0";

  private final Random random;
  private final int columns;
  private final int rows;
  private final StringBuilder out = new StringBuilder();

  private Streams(Random random, int columns, int rows) {
    this.random = random;
    this.columns = columns;
    this.rows = rows;
  }

  static byte[] random(Random random, int columns, int rows, int items) {
    Streams streams = new Streams(random, columns, rows);
    for (int i = 0; i < items; i++) {
      streams.item();
    }
    return streams.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void item() {
    int kind = random.nextInt(100);
    if (kind < 28) {
      text();
    } else if (kind < 38) {
      out.append(pick("\r\n", "\r\n", "\n", "\r", "\b", "\t", "\013", "\016", "\017"));
    } else if (kind < 52) {
      csi(pick(SGR), "m");
    } else if (kind < 62) {
      move();
    } else if (kind < 74) {
      edit();
    } else if (kind < 82) {
      mode();
    } else if (kind < 86) {
      out.append("\033]").append(pick(STRINGS)).append(pick("\007", "\033\\"));
    } else if (kind < 92) {
      escape();
    } else if (kind < 95) {
      out.append('\033').append(pick(QUESTIONS));
    } else if (kind < 97) {
      csi(String.valueOf(random.nextInt(9)), pick(" q", "\"q"));
    } else {
      odd();
    }
  }

  private void text() {
    int words = 1 + random.nextInt(3);
    for (int i = 0; i < words; i++) {
      out.append(pick(WORDS));
    }
    if (random.nextInt(6) == 0) {
      out.append("0123456789".repeat(random.nextInt(columns / 5 + 2)));
    }
    if (random.nextInt(10) == 0) {
      csi(String.valueOf(random.nextInt(6)), "b");
    }
  }

  private void move() {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> csi(row() + ";" + column(), "H");
      case 3 -> csi(number(), pick("A", "B", "C", "D", "E", "F", "a", "e", "I", "Z"));
      case 4 -> csi(column(), pick("G", "`"));
      case 5 -> csi(row(), "d");
      case 6 -> {
        int top = 1 + random.nextInt(rows);
        csi(random.nextInt(3) == 0 ? "" : top + ";" + (top + random.nextInt(rows)), "r");
      }
      default -> csi(row(), "f");
    }
  }

  private void edit() {
    switch (random.nextInt(12)) {
      case 0 -> csi(pick("", "0", "2", "3"), pick("J", "J", "J"));
      case 1 -> {
        csi(row() + ";" + (1 + random.nextInt(columns - 1)), "H");
        csi(pick("1", "?1"), "J");
      }
      case 2, 3 -> csi(pick("", "0", "1", "2", "?0", "?1", "?2"), "K");
      case 4, 5 -> csi(number(), pick("@", "P", "X"));
      case 6, 7 -> csi(number(), pick("L", "M", "S", "T"));
      case 8 -> csi(number(), pick(" @", " A", "'}", "'~"));
      case 9 -> csi(pick("?0", "?2"), "J");
      default -> csi(number(), pick("X", "@", "P"));
    }
  }

  private void mode() {
    if (random.nextInt(4) == 0) {
      csi(pick("?47", "?1047", "?1048", "?1049"), pick("h", "l"));
    } else {
      // Switched off more often than on, or else all streams end in the same tangle.
      csi(pick(MODES), pick("h", "l", "l"));
    }
  }

  private void escape() {
    switch (random.nextInt(14)) {
      case 0, 1 -> out.append("\0337");
      case 2, 3 -> out.append("\0338");
      case 4 -> out.append('\033').append(pick("D", "E", "M", "M", "H"));
      case 5 -> out.append(pick("\u0084", "\u0085", "\u0088", "\u009b3D", "\u009d2;t\u009c"));
      case 6 ->
          out.append('\033')
              .append(pick("(", ")", "*", "+", "-", ".", "/"))
              .append(CHARSETS.charAt(random.nextInt(CHARSETS.length())));
      case 7 -> out.append('\033').append(pick("n", "o", "~", "}", "|", "%G", "%@"));
      case 8 -> out.append('\033').append(pick("=", ">"));
      case 9 -> csi(pick("", "0", "3"), "g");
      case 10 -> out.append(random.nextInt(4) == 0 ? "\033[?6l\033#8" : "");
      case 11 -> out.append(random.nextInt(4) == 0 ? "\033[!p" : "");
      case 12 -> out.append(random.nextInt(6) == 0 ? "\033c" : "");
      default -> csi("", pick("s", "u"));
    }
  }

  /** Sequences that are broken, long or unknown. */
  private void odd() {
    out.append(
        pick(
            "\033[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28;29;30;31;32;33;34m",
            "\033[99999999999999999999C",
            "\033[<1;2M",
            "\033[1?2h",
            "\033[3\n1m",
            "\033[3\0301m",
            "\033_apc\033\\",
            "\033Pabc\033\\",
            "\033P1;2|q\u00e9\u0018",
            "\033^pm\u009c",
            "\033]0;never ended\033[1mx",
            "\033\033[31m",
            "\033[ !p",
            "\033[38:2:1:2:3:4:5:6:7:8:9:1:2:3:4:5:6:7:8:9:1:2:3:4:5:6:7:8:9:1:2:3:4:5:6:7:8m",
            "\000\177",
            "\033[;5H",
            "\033[3;H"));
  }

  private String number() {
    return random.nextInt(4) == 0 ? "" : String.valueOf(random.nextInt(columns));
  }

  private String row() {
    return String.valueOf(random.nextInt(rows + 2));
  }

  private String column() {
    return String.valueOf(random.nextInt(columns + 2));
  }

  private void csi(String parameters, String end) {
    out.append("\033[").append(parameters).append(end);
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
