package dev.devtail.syntax.diff;

import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.Symbol;
import java.util.ArrayList;
import java.util.List;

/** A version with its symbols as a tree, and the lines that are a symbol's own. */
final class Outlined {

  /** The parent of what is in no symbol. */
  static final int FILE = -1;

  private final CodeMap map;
  private final List<String> lines;
  private final List<List<Integer>> children = new ArrayList<>();

  Outlined(Version version) {
    map = version.map();
    lines = version.text().lines().toList();
    for (int i = FILE; i < map.symbols().size(); i++) {
      children.add(new ArrayList<>());
    }
    for (int i = 0; i < map.symbols().size(); i++) {
      children.get(symbol(i).parent() + 1).add(i);
    }
  }

  List<String> lines() {
    return lines;
  }

  Symbol symbol(int index) {
    return map.symbols().get(index);
  }

  List<Integer> children(int parent) {
    return children.get(parent + 1);
  }

  /** All of it but its name: what is the same has the same text here, wherever it stands. */
  String textWithoutName(int index) {
    Symbol symbol = symbol(index);
    StringBuilder text = new StringBuilder();
    for (int line = symbol.firstLine(); line <= symbol.lastLine(); line++) {
      append(text, line, symbol);
    }
    return text.toString().replace(symbol.name(), "\0");
  }

  /**
   * Its own lines without those of symbols in it, and without its signature where that is found.
   */
  String body(int index) {
    Symbol symbol = symbol(index);
    StringBuilder text = new StringBuilder();
    int line = symbol.firstLine();
    for (int child : children(index)) {
      for (; line < symbol(child).firstLine(); line++) {
        append(text, line, symbol);
      }
      line = Math.max(line, symbol(child).lastLine() + 1);
    }
    for (; line <= symbol.lastLine(); line++) {
      append(text, line, symbol);
    }
    return withoutSignature(text, symbol.signature());
  }

  /** A line, indented as it is against the symbol. */
  private void append(StringBuilder text, int line, Symbol symbol) {
    if (line > lines.size()) {
      return;
    }
    String words = lines.get(line - 1);
    int indent = Math.max(0, indent(words) - indent(lines.get(symbol.firstLine() - 1)));
    text.append(" ".repeat(indent)).append(words.strip()).append('\n');
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  /** However the signature is broken into lines. */
  private static String withoutSignature(StringBuilder text, String signature) {
    int at = 0;
    for (int i = 0; i < signature.length(); i++) {
      char c = signature.charAt(i);
      if (c == ' ') {
        continue;
      }
      int found = text.indexOf(String.valueOf(c), at);
      if (found < 0) {
        return text.toString();
      }
      at = found + 1;
    }
    return text.substring(at);
  }
}
