package dev.devtail.context.token;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/**
 * Counts by one vocabulary: text is cut into pieces, and what is not remembered of them is encoded.
 * Thread-safe.
 */
final class Tokenizer {

  /** Is read when it is first needed, some tens of megabytes. */
  private static final class O200k {
    private static final Tokenizer TOKENIZER =
        new Tokenizer(EncodingType.O200K_BASE, Vocabulary.O200K_BASE);
  }

  /** Is read when it is first needed, some tens of megabytes. */
  private static final class Cl100k {
    private static final Tokenizer TOKENIZER =
        new Tokenizer(EncodingType.CL100K_BASE, Vocabulary.CL100K_BASE);
  }

  private final Encoding encoding;
  private final Pieces pieces;
  private final PieceCache counted = new PieceCache();

  private Tokenizer(EncodingType type, Vocabulary vocabulary) {
    this.encoding = Encodings.newLazyEncodingRegistry().getEncoding(type);
    this.pieces = Pieces.of(vocabulary);
  }

  static Tokenizer of(Vocabulary vocabulary) {
    return switch (vocabulary) {
      case O200K_BASE -> O200k.TOKENIZER;
      case CL100K_BASE -> Cl100k.TOKENIZER;
    };
  }

  /** The tokens of a part of a text, as if it stood alone. */
  int count(String text, int start, int end) {
    int tokens = 0;
    for (int at = start; at < end; ) {
      int next = pieces.end(text, at, end);
      tokens += counted.get(text, at, next, encoding::countTokensOrdinary);
      at = next;
    }
    return tokens;
  }
}
