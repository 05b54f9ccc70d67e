package dev.devtail.syntax.treesitter;

import dev.devtail.syntax.SymbolKind;

/** A symbol in the making: places are bytes, ends are behind, -1 is none. */
final class Definition {

  final int pattern;
  SymbolKind kind = SymbolKind.TYPE;
  int start = -1;
  int end = -1;
  int nameStart = -1;
  int nameEnd = -1;
  int bodyStart = -1;
  int bodyEnd = -1;
  int docStart = -1;
  int docEnd = -1;
  int parent = -1;
  int complexity;
  boolean test;

  Definition(int pattern) {
    this.pattern = pattern;
  }

  void is(SymbolKind what, int from, int to) {
    kind = what;
    start = from;
    end = to;
  }

  /** Of several names, as in {@code [describe, "text"]}, the first. */
  void isNamed(int from, int to) {
    if (nameStart < 0) {
      nameStart = from;
      nameEnd = to;
    }
  }

  void hasBody(int from, int to) {
    if (bodyStart < 0) {
      bodyStart = from;
      bodyEnd = to;
    }
  }

  void hasDoc(int from, int to) {
    if (docStart < 0) {
      docStart = from;
      docEnd = to;
    }
  }

  /** Takes what another match of the same pattern has and this one has not. */
  void merge(Definition other) {
    if (other.bodyStart >= 0) {
      hasBody(other.bodyStart, other.bodyEnd);
    }
    if (other.docStart >= 0) {
      hasDoc(other.docStart, other.docEnd);
    }
  }

  boolean isComplete() {
    return start >= 0 && nameEnd > nameStart;
  }

  /** Two in the same place, as in {@code int a, b;}, are side by side. */
  boolean contains(Definition other) {
    return start <= other.start && other.end <= end && (start < other.start || other.end < end);
  }

  boolean isType() {
    return switch (kind) {
      case CLASS, INTERFACE, ENUM, RECORD, STRUCT, TRAIT, TYPE -> true;
      case NAMESPACE, FUNCTION, METHOD, CONSTRUCTOR, VARIABLE, TABLE, HEADING, KEY, RULE -> false;
    };
  }

  boolean isRun() {
    return kind == SymbolKind.FUNCTION
        || kind == SymbolKind.METHOD
        || kind == SymbolKind.CONSTRUCTOR;
  }
}
