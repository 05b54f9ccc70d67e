package dev.devtail.context.token;

/** What the patterns of {@link Pieces} tell characters apart by, as bits. */
final class CharClasses {

  static final int LETTER = 1;
  static final int NUMBER = 1 << 1;

  /** Also {@link #NEWLINE}. */
  static final int SPACE = 1 << 2;

  /** A line feed or a carriage return. */
  static final int NEWLINE = 1 << 3;

  /** A letter that is not small, or a mark. */
  static final int UPPER = 1 << 4;

  /** A letter that is neither a capital nor in title case, or a mark. */
  static final int LOWER = 1 << 5;

  private static final byte[] BMP = new byte[Character.MIN_SUPPLEMENTARY_CODE_POINT];

  static {
    for (int c = 0; c < BMP.length; c++) {
      BMP[c] = (byte) classify(c);
    }
  }

  private CharClasses() {}

  static int of(int codePoint) {
    return codePoint < BMP.length ? BMP[codePoint] : classify(codePoint);
  }

  private static int classify(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.UPPERCASE_LETTER, Character.TITLECASE_LETTER -> LETTER | UPPER;
      case Character.LOWERCASE_LETTER -> LETTER | LOWER;
      case Character.MODIFIER_LETTER, Character.OTHER_LETTER -> LETTER | UPPER | LOWER;
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          UPPER | LOWER;
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
          NUMBER;
      case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          SPACE;
      default ->
          switch (codePoint) {
            case '\n', '\r' -> SPACE | NEWLINE;
            case '\t', '\u000b', '\f', '\u0085' -> SPACE;
            default -> 0;
          };
    };
  }
}
