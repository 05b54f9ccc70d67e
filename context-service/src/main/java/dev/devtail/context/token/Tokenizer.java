package dev.devtail.context.token;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/** Counts by one vocabulary, and remembers what it has counted lately. Thread-safe. */
final class Tokenizer {

  /** Is read when it is first needed, some tens of megabytes. */
  private static final class O200k {
    private static final Tokenizer TOKENIZER = new Tokenizer(EncodingType.O200K_BASE);
  }

  /** Is read when it is first needed, some tens of megabytes. */
  private static final class Cl100k {
    private static final Tokenizer TOKENIZER = new Tokenizer(EncodingType.CL100K_BASE);
  }

  private final Encoding encoding;
  private final SegmentCache segments = new SegmentCache();

  private Tokenizer(EncodingType type) {
    this.encoding = Encodings.newLazyEncodingRegistry().getEncoding(type);
  }

  static Tokenizer of(Vocabulary vocabulary) {
    return switch (vocabulary) {
      case O200K_BASE -> O200k.TOKENIZER;
      case CL100K_BASE -> Cl100k.TOKENIZER;
    };
  }

  int count(String text) {
    return encoding.countTokensOrdinary(text);
  }

  /** As {@link #count}, for text that is likely to be counted again. */
  int countSegment(String text) {
    return segments.get(text, this::count);
  }
}
