package dev.devtail.context.render;

/** Paths as lines of text. */
final class ShownPath {

  private static final String ODD_STARTS = " /`<\"#>-*…";

  private ShownPath() {}

  /** In quotes, with what is odd in it escaped, where it could be taken for something else. */
  static String of(String path) {
    boolean odd =
        path.isEmpty()
            || ODD_STARTS.indexOf(path.charAt(0)) >= 0
            || Character.isDigit(path.charAt(0)) && path.indexOf(':') > 0
            || path.contains("</")
            || path.codePoints().anyMatch(ShownPath::isOdd);
    return odd ? quoted(path) : path;
  }

  private static boolean isOdd(int c) {
    return Character.isISOControl(c)
        || c != ' ' && (Character.isWhitespace(c) || Character.isSpaceChar(c));
  }

  private static String quoted(String path) {
    StringBuilder text = new StringBuilder().append('"');
    path.codePoints()
        .forEach(
            c -> {
              if (isOdd(c) || c == '<') {
                text.append("\\u%04x".formatted(c));
              } else if (c == '"' || c == '\\') {
                text.append('\\').appendCodePoint(c);
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.append('"').toString();
  }
}
