package dev.devtail.context.budget;

import dev.devtail.context.render.ContextText;
import dev.devtail.context.render.Section;
import dev.devtail.context.token.Vocabulary;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is left of a budget, in counted tokens. A section costs something while files are in it. */
final class Room {

  private final Map<Section, Integer> sectionTokens = new EnumMap<>(Section.class);
  private final Map<Section, Integer> files = new EnumMap<>(Section.class);
  private long left;

  Room(ContextText context, Vocabulary vocabulary, long left) {
    for (Section section : Section.values()) {
      sectionTokens.put(section, context.sectionTokens(section, vocabulary));
    }
    this.left = left;
  }

  /**
   * Takes the room for a file if there is enough, in exchange for what it has.
   *
   * @param from the section where it is; null: it is in none
   * @param fromTokens that it has; 0 if it is in none
   */
  boolean take(@Nullable Section from, int fromTokens, Section to, int toTokens) {
    long needed = (long) toTokens - fromTokens;
    if (from != to) {
      needed += count(to) == 0 ? tokens(to) : 0;
      needed -= from != null && count(from) == 1 ? tokens(from) : 0;
    }
    if (needed > left) {
      return false;
    }
    left -= needed;
    files.merge(to, 1, Integer::sum);
    if (from != null) {
      files.merge(from, -1, Integer::sum);
    }
    return true;
  }

  boolean isLeft() {
    return left > 0;
  }

  private int count(Section section) {
    return files.getOrDefault(section, 0);
  }

  private int tokens(Section section) {
    return sectionTokens.getOrDefault(section, 0);
  }
}
