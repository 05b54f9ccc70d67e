package dev.devtail.terminal.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Bytes that come in pieces, as text of whole characters. What is no UTF-8 becomes U+FFFD; the
 * beginning of a character waits for its rest.
 */
public final class Utf8Joiner {

  /** Longest beginning of a character, in bytes. */
  private static final int MAX_PENDING = 3;

  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final ByteBuffer pending = ByteBuffer.allocate(MAX_PENDING).limit(0);

  /** The characters that are complete with these bytes. */
  public String join(byte[] bytes) {
    ByteBuffer in =
        pending.hasRemaining()
            ? ByteBuffer.allocate(pending.remaining() + bytes.length).put(pending).put(bytes).flip()
            : ByteBuffer.wrap(bytes);
    String text = decode(in, false);
    pending.clear().put(in).flip();
    return text;
  }

  /** What is left at the end. */
  public String end() {
    String text = decode(pending, true);
    decoder.reset();
    return text;
  }

  private String decode(ByteBuffer in, boolean last) {
    // UTF-8 never has more characters than bytes.
    CharBuffer out = CharBuffer.allocate(in.remaining());
    decoder.decode(in, out, last);
    return out.flip().toString();
  }
}
