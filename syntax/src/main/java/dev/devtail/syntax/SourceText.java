package dev.devtail.syntax;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A file's text as UTF-8, looked through before anything parses it.
 *
 * @param lines a last one without a line feed counts; 0 if it is not text
 * @param refusal why it is not to be parsed
 */
@SuppressWarnings("ArrayRecordComponent")
public record SourceText(byte[] utf8, int lines, Optional<Reading> refusal) {

  /** A line of more is not written by hand, in bytes. */
  static final int LONGEST_LINE = 20_000;

  /** Nor are lines of more on average, in bytes, in a file of more than {@link #SMALL_FILE}. */
  static final int LONGEST_MEAN_LINE = 1_000;

  /** In bytes. */
  static final int SMALL_FILE = 50 * 1024;

  private static final byte[] NOTHING = {};

  /** Looks through a file as it is on disk. */
  public static SourceText of(byte[] content) {
    if (content.length > CodeParser.MAX_BYTES) {
      return refused(Reading.TOO_LARGE);
    }
    Optional<Charset> utf16 = utf16(content);
    if (utf16.isEmpty()) {
      return ofUtf8(content);
    }
    try {
      CharBuffer text =
          utf16.get().newDecoder().decode(ByteBuffer.wrap(content, 2, content.length - 2));
      byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
      return utf8.length > CodeParser.MAX_BYTES ? refused(Reading.TOO_LARGE) : ofUtf8(utf8);
    } catch (CharacterCodingException e) {
      return refused(Reading.WRONG_ENCODING);
    }
  }

  /** By its mark. */
  private static Optional<Charset> utf16(byte[] content) {
    if (content.length < 2) {
      return Optional.empty();
    }
    int mark = Byte.toUnsignedInt(content[0]) << 8 | Byte.toUnsignedInt(content[1]);
    return switch (mark) {
      case 0xFEFF -> Optional.of(StandardCharsets.UTF_16BE);
      case 0xFFFE -> Optional.of(StandardCharsets.UTF_16LE);
      default -> Optional.empty();
    };
  }

  private static SourceText ofUtf8(byte[] utf8) {
    int lines = 0;
    int lineStart = 0;
    int longest = 0;
    int depth = 0;
    int deepest = 0;
    boolean ascii = true;
    for (int i = 0; i < utf8.length; i++) {
      byte b = utf8[i];
      if (b <= 0) {
        if (b == 0) {
          return refused(Reading.BINARY);
        }
        ascii = false;
      } else if (b == '\n') {
        lines++;
        longest = Math.max(longest, i - lineStart);
        lineStart = i + 1;
      } else if (b == '(' || b == '[' || b == '{') {
        deepest = Math.max(deepest, ++depth);
      } else if (b == ')' || b == ']' || b == '}') {
        depth = Math.max(0, depth - 1);
      }
    }
    if (lineStart < utf8.length) {
      lines++;
      longest = Math.max(longest, utf8.length - lineStart);
    }
    if (!ascii && !isUtf8(utf8)) {
      return refused(Reading.WRONG_ENCODING);
    }
    boolean minified =
        longest > LONGEST_LINE
            || (utf8.length > SMALL_FILE && utf8.length / lines > LONGEST_MEAN_LINE);
    if (minified) {
      return new SourceText(utf8, lines, Optional.of(Reading.MINIFIED));
    }
    return new SourceText(
        utf8,
        lines,
        deepest > CodeParser.MAX_DEPTH ? Optional.of(Reading.TOO_DEEP) : Optional.empty());
  }

  private static boolean isUtf8(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(1 << 13);
    while (true) {
      CoderResult result = decoder.decode(in, out.clear(), true);
      if (!result.isOverflow()) {
        return result.isUnderflow();
      }
    }
  }

  private static SourceText refused(Reading reading) {
    return new SourceText(NOTHING, 0, Optional.of(reading));
  }
}
