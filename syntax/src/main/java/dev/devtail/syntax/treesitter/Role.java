package dev.devtail.syntax.treesitter;

import dev.devtail.syntax.SymbolKind;
import java.util.Locale;

/** What a node that a query captures is for the code map; the names of captures are these. */
sealed interface Role {

  /** {@code @definition.KIND}: a symbol, from its first to its last byte. */
  record Definition(SymbolKind kind) implements Role {}

  /** The others, by their names in small letters. */
  enum Part implements Role {
    /** Of the definition in the same match. */
    NAME,
    /** Of the definition in the same match: its signature ends before it. */
    BODY,
    /** Of the definition in the same match, where its comment is inside of it. */
    DOC,
    /** Belongs to the symbol that it stands directly before. */
    COMMENT,
    /** An annotation, attribute or decorator: part of its symbol, but not of its signature. */
    ANNOTATION,
    /** Around one definition, which reaches as far: with its decorators, or {@code export}. */
    EXTENT,
    IMPORT,
    MENTION,
    /** A mention if it begins with a capital: of a type or constant, where variables stand too. */
    CAPITAL,
    /** One more way through the function around it. */
    DECISION,
    /** The innermost symbol around it is a test. */
    TEST,
    /** {@code @_anything}: for predicates alone. */
    NONE
  }

  /**
   * By the name of a capture.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  static Role of(String capture) {
    if (capture.startsWith("_")) {
      return Part.NONE;
    }
    String name = capture.toUpperCase(Locale.ROOT);
    String definition = "DEFINITION.";
    return name.startsWith(definition)
        ? new Definition(SymbolKind.valueOf(name.substring(definition.length())))
        : Part.valueOf(name);
  }
}
