package dev.devtail.router.window;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/** Counts the tokens of text as OpenAI's {@code o200k_base} has them. */
final class TextTokens {

  /**
   * Characters that are counted together: what takes more than linear time in them is bounded by
   * it. Each seam may add a token.
   */
  private static final int PIECE = 4096;

  /** Is read when it is first needed, a few megabytes. */
  private static final class O200k {
    private static final Encoding ENCODING =
        Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
  }

  private TextTokens() {}

  static long count(String text) {
    long tokens = 0;
    int start = 0;
    while (start < text.length()) {
      int end = Math.min(text.length(), start + PIECE);
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      tokens += O200k.ENCODING.countTokensOrdinary(text.substring(start, end));
      start = end;
    }
    return tokens;
  }
}
