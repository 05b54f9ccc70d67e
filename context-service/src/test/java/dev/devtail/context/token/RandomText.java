package dev.devtail.context.token;

import java.util.List;
import java.util.SplittableRandom;

/** Text that looks like code from afar, with all that tokenizers have trouble with. */
public final class RandomText {

  private static final List<String> PIECES =
      List.of(
          "\n",
          "\n",
          "\n",
          "\n\n",
          "\r\n",
          "\r",
          " ",
          "  ",
          "    ",
          "\t",
          "\u000b",
          "\f",
          "\u0085",
          "\u00a0",
          "\u2028",
          "\u3000",
          "\ufeff",
          "\u200b",
          "/",
          "//",
          "///",
          "/*",
          "*/",
          "/**",
          "#",
          "{",
          "}",
          "};",
          "(",
          ")",
          "()",
          ";",
          ",",
          ".",
          "->",
          "...",
          "…",
          "\"",
          "'",
          "'s",
          "'ll",
          "`",
          "```",
          "<",
          "</",
          ">",
          "</file>",
          "<|endoftext|>",
          "<|fim_prefix|>",
          "return",
          "foo",
          "Bar",
          "getHTTPResponse",
          "IT'S",
          "x",
          "I",
          "class",
          "public static",
          "1",
          "12",
          "1234567",
          "0x1F",
          "½",
          "٣",
          "é",
          "e\u0301",
          "\u0301",
          "ſ",
          "漢字",
          "かな",
          "ǅ",
          "Привет",
          "שלום",
          "😀",
          "👩‍💻",
          "====",
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "_",
          "$",
          "@",
          "\\",
          "\u0000",
          "\u001c");

  private RandomText() {}

  /** Of up to so many pieces. */
  public static String of(SplittableRandom random, int pieces) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(pieces + 1);
    for (int i = 0; i < length; i++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }
}
