package dev.devtail.context.render;

import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.Symbol;

/**
 * What a file declares, a line for each symbol, in the order of the map: {@code 12: int size()},
 * indented by how deep it is declared.
 */
final class Outline {

  /** Of a line, in characters; what is longer is cut. */
  static final int MAX_LINE = 200;

  private static final String INDENT = "  ";

  /** Deeper ones are indented no further. */
  private static final int MAX_INDENTS = 8;

  /** What would look like the end of the maps. */
  private static final String CLOSING = "</file";

  private static final String CLOSING_APART = "< /file";

  private Outline() {}

  /** One line for each symbol, each ended by a line feed. */
  static String of(CodeMap map, boolean docs) {
    StringBuilder lines = new StringBuilder();
    int[] depths = new int[map.symbols().size()];
    for (int i = 0; i < depths.length; i++) {
      Symbol symbol = map.symbols().get(i);
      depths[i] = symbol.parent() < 0 ? 0 : depths[symbol.parent()] + 1;
      String doc = docs && !symbol.doc().isEmpty() ? " — " + symbol.doc() : "";
      String line =
          "%d: %s%s%s"
              .formatted(
                  symbol.firstLine(),
                  INDENT.repeat(Math.min(depths[i], MAX_INDENTS)),
                  symbol.signature(),
                  doc);
      lines.append(cut(line)).append('\n');
    }
    return lines.toString();
  }

  private static String cut(String line) {
    String safe = line.replace('\n', ' ').replace('\r', ' ').replace(CLOSING, CLOSING_APART);
    if (safe.length() <= MAX_LINE) {
      return safe;
    }
    int end = Character.isHighSurrogate(safe.charAt(MAX_LINE - 2)) ? MAX_LINE - 2 : MAX_LINE - 1;
    return safe.substring(0, end) + "…";
  }
}
