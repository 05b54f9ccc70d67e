package dev.devtail.syntax;

/**
 * What a file declares.
 *
 * @param name as it is written, at most {@value #MAX_NAME} characters
 * @param parent the symbol that it is declared in, as its place in {@link CodeMap#symbols()}; -1:
 *     the file itself
 * @param firstLine counted from 1; with its annotations or decorators, without its comment
 * @param lastLine of its body, included
 * @param signature how it is declared, without its body and in one line, at most {@value
 *     #MAX_SIGNATURE} characters
 * @param doc the first sentence, or line, of its comment; empty: none
 * @param complexity cyclomatic: 1 and each decision; 0 for what has no body that is run
 * @param test whether it is a test, or a type with tests
 */
public record Symbol(
    String name,
    int parent,
    SymbolKind kind,
    int firstLine,
    int lastLine,
    String signature,
    String doc,
    int complexity,
    boolean test) {

  /** In characters; a longer one is cut. */
  public static final int MAX_NAME = 200;

  /** In characters; a longer one is cut. */
  public static final int MAX_SIGNATURE = 300;

  /** In characters; a longer one is cut. */
  public static final int MAX_DOC = 200;
}
