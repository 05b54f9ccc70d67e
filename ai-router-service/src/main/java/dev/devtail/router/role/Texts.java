package dev.devtail.router.role;

/** Texts that are bounded, and say where they were cut. */
final class Texts {

  private static final String CUT = "…";

  private Texts() {}

  /** Its beginning. */
  static String beginning(String text, int max) {
    return text.length() <= max ? text : text.substring(0, whole(text, max)) + CUT;
  }

  /** Its end: of what a program prints, the most telling part. */
  static String end(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int from = text.length() - max;
    return CUT + text.substring(Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from);
  }

  /** A place that is not within a character. */
  private static int whole(String text, int at) {
    return Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
  }

  /** As a database can keep it. */
  static String storable(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }
}
