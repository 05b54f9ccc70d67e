package dev.devtail.syntax;

/** How a file could be read. */
public enum Reading {
  /** All of it is in the language. */
  WHOLE,
  /** Parts of it are not: what could be made out is there. */
  WITH_ERRORS,
  /** No grammar of it is at hand. */
  NO_GRAMMAR,
  /** More than {@link CodeParser#MAX_BYTES}. */
  TOO_LARGE,
  /** Lines so long that nobody wrote them. */
  MINIFIED,
  BINARY,
  /** Neither UTF-8 nor UTF-16 with its mark. */
  WRONG_ENCODING,
  /** Nested more deeply than {@link CodeParser#MAX_DEPTH}. */
  TOO_DEEP,
  /** More time than {@link CodeParser#MAX_TIME}. */
  TOO_SLOW,
  /** The parser did not survive it. */
  CRASHED;

  /** Whether symbols were looked for; if not, the file is text. */
  public boolean isParsed() {
    return this == WHOLE || this == WITH_ERRORS;
  }
}
