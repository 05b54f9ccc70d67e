package dev.devtail.syntax;

/** What a symbol is, in the words of most languages. */
public enum SymbolKind {
  /** A package, a namespace, a module within a file. */
  NAMESPACE,
  CLASS,
  INTERFACE,
  ENUM,
  RECORD,
  STRUCT,
  /** Of Rust and Scala; a protocol of Swift, a mixin. */
  TRAIT,
  /** An alias, a union, an annotation's declaration. */
  TYPE,
  FUNCTION,
  METHOD,
  CONSTRUCTOR,
  /** A field, a property, a constant, a variable of the file. */
  VARIABLE,
  /** Of SQL, a view as well. */
  TABLE,
  /** Of Markdown and HTML. */
  HEADING,
  /** Of JSON, YAML and TOML, the first two levels; of HTML, an id. */
  KEY,
  /** A selector of CSS. */
  RULE
}
