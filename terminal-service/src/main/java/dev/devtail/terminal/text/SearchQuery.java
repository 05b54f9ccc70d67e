package dev.devtail.terminal.text;

import dev.devtail.kit.fault.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is looked for: pieces between spaces, all of which have to be in a line, in any order and
 * whatever the case. The last word may be the beginning of one. A piece with signs in it, as {@code
 * C++} or {@code foo-bar.txt}, has to be there with its signs.
 */
public final class SearchQuery {

  private final List<String> pieces;
  private final List<String> words;
  private final boolean lastIsBeginning;

  /**
   * @throws Fault INVALID_ARGUMENT if there is no word in it
   */
  public SearchQuery(String text) {
    String folded = Words.fold(text);
    pieces = List.of(folded.strip().split("\\s+"));
    words = Words.of(folded);
    if (words.isEmpty()) {
      throw Fault.invalid("query", text, "at least one letter or digit");
    }
    int last = folded.codePointBefore(folded.length());
    lastIsBeginning = Words.isPart(last) && !Words.standsAlone(last);
  }

  /** Words that have to be there as they are. */
  public List<String> wholeWords() {
    return lastIsBeginning ? words.subList(0, words.size() - 1) : words;
  }

  /** Words that have to be there, each as it is or as the beginning of one: none or one. */
  public List<String> beginnings() {
    return lastIsBeginning ? List.of(words.getLast()) : List.of();
  }

  /** Whether the line has all of it. */
  public boolean matches(String line) {
    String folded = Words.fold(line);
    for (String piece : pieces) {
      if (!folded.contains(piece)) {
        return false;
      }
    }
    List<String> there = new ArrayList<>(Words.of(folded));
    return there.containsAll(wholeWords())
        && beginnings().stream()
            .allMatch(beginning -> there.stream().anyMatch(word -> word.startsWith(beginning)));
  }

  @Override
  public String toString() {
    return String.join(" ", pieces).toLowerCase(Locale.ROOT);
  }
}
