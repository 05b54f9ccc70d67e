package dev.devtail.syntax;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What a file declares and mentions.
 *
 * @param lines of the file; a last one without a line feed counts
 * @param symbols by where they begin; a parent comes before what is in it
 * @param imports by line
 * @param mentions by line
 */
public record CodeMap(
    Language language,
    Reading reading,
    int lines,
    List<Symbol> symbols,
    List<Import> imports,
    List<Mention> mentions) {

  public CodeMap {
    symbols = List.copyOf(symbols);
    imports = List.copyOf(imports);
    mentions = List.copyOf(mentions);
  }

  /** Of a file that is text and nothing else. */
  public static CodeMap text(Language language, Reading reading, int lines) {
    return new CodeMap(language, reading, lines, List.of(), List.of(), List.of());
  }

  /** Its name behind those of what it is in, with dots between them. */
  public String qualifiedName(Symbol symbol) {
    Deque<String> names = new ArrayDeque<>();
    names.push(symbol.name());
    for (int parent = symbol.parent(); parent >= 0; parent = symbols.get(parent).parent()) {
      names.push(symbols.get(parent).name());
    }
    return String.join(".", names);
  }
}
