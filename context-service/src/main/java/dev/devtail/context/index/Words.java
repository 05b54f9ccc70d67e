package dev.devtail.context.index;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Cuts text into words, as code and people write them: {@code parseHTTPHeader}, {@code
 * parse_http_header} and "parse the HTTP headers" have the same ones. A word is its hash of 64
 * bits: among a million words the chance that two share one is below 10^-7.
 */
final class Words {

  /** Takes words as they come. */
  @FunctionalInterface
  interface Sink {

    /**
     * @param compound whether it is a whole identifier of several words, which come by themselves
     *     too
     */
    void word(long hash, boolean compound);
  }

  /** Letters of a word that count. */
  private static final int MAX_LETTERS = 64;

  /** Digits of a number that is a word: line numbers and the like say nothing. */
  private static final int MAX_DIGITS = 6;

  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private static final byte OTHER = 0;
  private static final byte LOWER = 1;
  private static final byte UPPER = 2;
  private static final byte DIGIT = 3;
  private static final byte JOINT = 4;

  private static final byte[] KIND = new byte[256];

  static {
    for (int i = 'a'; i <= 'z'; i++) {
      KIND[i] = LOWER;
    }
    for (int i = 'A'; i <= 'Z'; i++) {
      KIND[i] = UPPER;
    }
    for (int i = '0'; i <= '9'; i++) {
      KIND[i] = DIGIT;
    }
    for (int i = 0x80; i < 0x100; i++) {
      KIND[i] = LOWER;
    }
    KIND['_'] = JOINT;
  }

  private Words() {}

  /** The words of a text. */
  static void of(String text, Sink sink) {
    of(text.getBytes(UTF_8), sink);
  }

  /**
   * The words of a text.
   *
   * @param text in UTF-8; anything else gives words of no use
   */
  static void of(byte[] text, Sink sink) {
    int at = 0;
    while (at < text.length) {
      if (kind(text, at) == OTHER) {
        at++;
      } else {
        at = identifier(text, at, sink);
      }
    }
  }

  /** The hash of one word, or of a whole identifier. */
  static long whole(String identifier) {
    long hash = OFFSET;
    for (byte letter : identifier.getBytes(UTF_8)) {
      if (letter != '_') {
        hash = next(hash, letter);
      }
    }
    return end(hash);
  }

  private static byte kind(byte[] text, int at) {
    return KIND[text[at] & 0xff];
  }

  /** Returns where it ends. */
  private static int identifier(byte[] text, int begin, Sink sink) {
    long whole = OFFSET;
    int parts = 0;
    int at = begin;
    while (at < text.length && kind(text, at) != OTHER) {
      if (kind(text, at) == JOINT) {
        at++;
        continue;
      }
      int end = part(text, at);
      for (int i = at; i < end; i++) {
        whole = next(whole, text[i]);
      }
      if (word(text, at, end, sink)) {
        parts++;
      }
      at = end;
    }
    if (parts > 1) {
      sink.word(end(whole), true);
    }
    return at;
  }

  /** Where the part of an identifier ends that begins there. */
  private static int part(byte[] text, int begin) {
    byte first = kind(text, begin);
    int at = begin + 1;
    if (first == UPPER) {
      while (at < text.length && kind(text, at) == UPPER) {
        at++;
      }
      boolean acronym = at - begin > 1;
      if (at < text.length && kind(text, at) == LOWER) {
        // The last capital belongs to what follows, as in HTTPHeader, but for the plural of URLs.
        if (acronym && !isPluralOfAcronym(text, at)) {
          return at - 1;
        }
        return run(text, at, LOWER);
      }
      return at;
    }
    return run(text, at, first);
  }

  private static boolean isPluralOfAcronym(byte[] text, int at) {
    return text[at] == 's' && (at + 1 == text.length || kind(text, at + 1) != LOWER);
  }

  private static int run(byte[] text, int begin, byte kind) {
    int at = begin;
    while (at < text.length && kind(text, at) == kind) {
      at++;
    }
    return at;
  }

  /** Returns whether it was one. */
  private static boolean word(byte[] text, int begin, int end, Sink sink) {
    int length = end - begin;
    boolean number = kind(text, begin) == DIGIT;
    if (length < 2 || (number && length > MAX_DIGITS)) {
      return length >= 2;
    }
    int stem = number ? end : begin + Math.min(MAX_LETTERS, stemmed(text, begin, end));
    long hash = OFFSET;
    for (int i = begin; i < stem; i++) {
      hash = next(hash, text[i]);
    }
    sink.word(end(hash), false);
    return true;
  }

  /** The length without the s of a plural (Harman's S stemmer, 1991, its last two rules). */
  private static int stemmed(byte[] text, int begin, int end) {
    int length = end - begin;
    if (length < 4 || (text[end - 1] | 0x20) != 's') {
      return length;
    }
    int before = text[end - 2] | 0x20;
    if (before == 'u' || before == 's') {
      return length;
    }
    return length - 1;
  }

  private static long next(long hash, byte letter) {
    int lower = letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter;
    return (hash ^ (lower & 0xff)) * PRIME;
  }

  /** FNV alone leaves the high bits of short words alike. */
  private static long end(long hash) {
    long mixed = hash ^ (hash >>> 32);
    mixed *= 0xd6e8feb86659fd93L;
    return mixed ^ (mixed >>> 32);
  }
}
