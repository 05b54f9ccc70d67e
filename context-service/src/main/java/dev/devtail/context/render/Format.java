package dev.devtail.context.render;

import dev.devtail.context.token.LineTokens;
import dev.devtail.context.token.Vocabulary;
import dev.devtail.syntax.CodeMap;

/** How contexts are written. */
public enum Format {
  /** Tags, as in {@code <file path="…">}. */
  XML,
  MARKDOWN,
  JSON;

  Markup markup() {
    return switch (this) {
      case XML -> XmlMarkup.MARKUP;
      case MARKDOWN -> MarkdownMarkup.MARKUP;
      case JSON -> JsonMarkup.MARKUP;
    };
  }

  /**
   * The content of a file as it is written, counted.
   *
   * @param text without its mark of byte order
   */
  public LineTokens content(String text, Vocabulary vocabulary) {
    return LineTokens.of(markup().lines(text), vocabulary);
  }

  /**
   * What a file declares, as it is written, counted: a line for each symbol.
   *
   * @param docs with the first sentence of its comment
   */
  public LineTokens outline(CodeMap map, boolean docs, Vocabulary vocabulary) {
    return LineTokens.of(markup().lines(Outline.of(map, docs)), vocabulary);
  }
}
