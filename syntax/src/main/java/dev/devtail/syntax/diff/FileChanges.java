package dev.devtail.syntax.diff;

import java.util.List;

/**
 * What has changed in a file.
 *
 * @param symbols by where they are after, what was removed at the end
 * @param lines that belong to no symbol; all of them if one of the versions is not parsed
 */
public record FileChanges(List<SymbolChange> symbols, List<LineChange> lines) {

  public FileChanges {
    symbols = List.copyOf(symbols);
    lines = List.copyOf(lines);
  }
}
