package dev.devtail.syntax;

import org.jspecify.annotations.Nullable;

/**
 * A file to be read.
 *
 * @param content not changed by anyone while it is read
 * @param document names the file over its versions, so that a later one costs what was changed in
 *     it; null: it is read once
 */
@SuppressWarnings("ArrayRecordComponent")
public record Source(Language language, byte[] content, @Nullable String document) {

  /** In characters. */
  public static final int MAX_DOCUMENT = 8_192;

  public Source {
    if (document != null && document.length() > MAX_DOCUMENT) {
      throw new IllegalArgumentException(
          "document: %d characters (expected: <= %d)".formatted(document.length(), MAX_DOCUMENT));
    }
  }
}
