package dev.devtail.context.select;

import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A symbol by its name: {@code push}, {@code Stack.push}, {@code src/Stack.java#push}.
 *
 * @param path empty: in any file
 * @param name with dots between what is declared in each other
 */
record SymbolReference(String path, String name) {

  /** A symbol in its file. */
  record Found(String path, CodeMap map, int place) {

    Symbol symbol() {
      return map.symbols().get(place);
    }

    LineRange lines() {
      return new LineRange(symbol().firstLine(), symbol().lastLine());
    }
  }

  /**
   * @throws IllegalArgumentException if that is none; it says what is expected
   */
  static SymbolReference parse(String text) {
    int hash = text.lastIndexOf('#');
    String name = text.substring(hash + 1).strip();
    if (name.isEmpty() || name.startsWith(".") || name.endsWith(".") || name.contains("..")) {
      throw new IllegalArgumentException(
          text + " (expected: a name, as in push, Stack.push or src/Stack.java#push)");
    }
    return new SymbolReference(hash < 0 ? "" : text.substring(0, hash).strip(), name);
  }

  /** Its own name, without those that it is declared in. */
  String last() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** All that have this name. */
  List<Found> in(CodeIndex index) {
    List<String> paths =
        path.isEmpty()
            ? index.declarationsOf(last()).stream().map(CodeIndex.Place::path).distinct().toList()
            : List.of(path);
    List<Found> found = new ArrayList<>();
    for (String file : paths) {
      index
          .map(file)
          .ifPresent(
              map ->
                  IntStream.range(0, map.symbols().size())
                      .filter(place -> isNamed(map, map.symbols().get(place)))
                      .forEach(place -> found.add(new Found(file, map, place))));
    }
    return found;
  }

  private boolean isNamed(CodeMap map, Symbol symbol) {
    if (!symbol.name().equals(last())) {
      return false;
    }
    String qualified = map.qualifiedName(symbol);
    return qualified.equals(name) || qualified.endsWith("." + name);
  }
}
