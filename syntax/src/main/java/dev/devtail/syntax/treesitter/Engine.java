package dev.devtail.syntax.treesitter;

import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.CodeParser;
import dev.devtail.syntax.Language;
import dev.devtail.syntax.Reading;
import dev.devtail.syntax.SourceText;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One parser, one cursor and the memory they work in, for one thread at a time. */
final class Engine implements AutoCloseable {

  /** Matches in progress at once; files of more are read with some symbols missing. */
  private static final int MATCH_LIMIT = 4_096;

  /** How often the clock is looked at, in matches. */
  private static final int MATCHES_PER_LOOK = 1 << 12;

  private static final int SMALLEST_BUFFER_BYTES = 1 << 16;

  /** The end of any file. */
  private static final int ALL = Integer.MAX_VALUE;

  private final long parser = TreeSitter.newParser();
  private final long cursor = TreeSitter.newCursor();
  private final Arena arena = Arena.ofShared();
  private final MemorySegment match = arena.allocate(TreeSitter.MATCH_BYTES, Long.BYTES);
  private final Findings findings = new Findings();
  private final Outline outline = new Outline();

  /** For the file that is parsed, on the clock of {@link System#nanoTime}. */
  private long deadline;

  private Arena textArena = Arena.ofShared();
  private MemorySegment text = textArena.allocate(SMALLEST_BUFFER_BYTES);

  Engine() {
    TreeSitter.setTimeout(parser, CodeParser.MAX_TIME.toNanos() / 1_000);
    TreeSitter.setMatchLimit(cursor, MATCH_LIMIT);
  }

  /**
   * What has become of a file.
   *
   * @param document null if it could not be parsed
   */
  record Parsed(CodeMap map, @Nullable Document document) {}

  /**
   * Parses a file, or what is new in it. A file with mistakes is parsed as a whole: what is made of
   * them depends on where the parser comes from.
   *
   * @param before its version before, which is closed; null: none
   */
  Parsed parse(Language language, Grammar grammar, SourceText source, @Nullable Document before) {
    if (!TreeSitter.setLanguage(parser, grammar.language())) {
      throw new IllegalStateException("a grammar of another version: " + language);
    }
    deadline = System.nanoTime() + CodeParser.MAX_TIME.toNanos();
    copy(source.utf8());
    if (before != null) {
      try (before) {
        Parsed parsed = parseAgain(language, grammar, source, before);
        if (parsed != null) {
          return parsed;
        }
      }
    }
    return parseWhole(language, grammar, source);
  }

  private Parsed parseWhole(Language language, Grammar grammar, SourceText source) {
    long tree = TreeSitter.parse(parser, 0, text, source.utf8().length);
    if (tree == 0) {
      return tooSlow(language, source);
    }
    try (Arena call = Arena.ofConfined()) {
      MemorySegment root = TreeSitter.rootNode(tree, call);
      findings.clear();
      boolean found = find(grammar, root, source.utf8(), new Range(0, ALL));
      return parsed(language, grammar, source, tree, root, found);
    }
  }

  /**
   * @return null if there are mistakes
   */
  private @Nullable Parsed parseAgain(
      Language language, Grammar grammar, SourceText source, Document before) {
    byte[] content = source.utf8();
    try (Arena call = Arena.ofConfined()) {
      Edit edit = edit(before, content, call);
      long tree = TreeSitter.parse(parser, before.tree(), text, content.length);
      if (tree == 0) {
        return tooSlow(language, source);
      }
      MemorySegment root = TreeSitter.rootNode(tree, call);
      if (TreeSitter.hasError(root)) {
        TreeSitter.deleteTree(tree);
        return null;
      }
      Range changed = changed(before.tree(), tree, edit, call);
      findings.clear();
      boolean found = find(grammar, root, content, changed);
      int lineShift = edit.lineShift(before.content(), content);
      findings.addUntouched(before.findings(), edit, lineShift, changed);
      return parsed(language, grammar, source, tree, root, found);
    }
  }

  private Parsed parsed(
      Language language,
      Grammar grammar,
      SourceText source,
      long tree,
      MemorySegment root,
      boolean found) {
    if (!found) {
      TreeSitter.deleteTree(tree);
      return tooSlow(language, source);
    }
    Reading reading = TreeSitter.hasError(root) ? Reading.WITH_ERRORS : Reading.WHOLE;
    return new Parsed(
        outline.of(language, reading, grammar, source, findings),
        new Document(language, source.utf8(), tree, findings.toArray()));
  }

  private Parsed tooSlow(Language language, SourceText source) {
    TreeSitter.resetParser(parser);
    return new Parsed(CodeMap.text(language, Reading.TOO_SLOW, source.lines()), null);
  }

  private static Edit edit(Document before, byte[] content, Arena arena) {
    Edit edit = Edit.between(before.content(), content);
    MemorySegment input = arena.allocate(TreeSitter.EDIT_BYTES, Integer.BYTES);
    edit.write(before.content(), content, input);
    TreeSitter.editTree(before.tree(), input);
    return edit;
  }

  /** The edit, and where the trees differ. */
  private static Range changed(long before, long after, Edit edit, Arena arena) {
    Range changed = new Range(edit.start(), edit.newEnd());
    MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
    long ranges = TreeSitter.changedRanges(before, after, count);
    for (int i = 0; i < count.get(ValueLayout.JAVA_INT, 0); i++) {
      long range = ranges + i * TreeSitter.RANGE_BYTES;
      changed =
          changed.with(
              TreeSitter.MEMORY.get(ValueLayout.JAVA_INT, range + TreeSitter.RANGE_START),
              TreeSitter.MEMORY.get(ValueLayout.JAVA_INT, range + TreeSitter.RANGE_END));
    }
    TreeSitter.free(ranges);
    return changed;
  }

  private void copy(byte[] content) {
    if (text.byteSize() < content.length) {
      textArena.close();
      textArena = Arena.ofShared();
      text = textArena.allocate(Math.max(content.length, text.byteSize() * 2));
    }
    MemorySegment.copy(content, 0, text, ValueLayout.JAVA_BYTE, 0, content.length);
  }

  /** Whether there was time for all that is in the range, or reaches into it. */
  private boolean find(Grammar grammar, MemorySegment root, byte[] content, Range range) {
    int end = range.end() == ALL ? ALL : range.end() + 1;
    TreeSitter.setByteRange(cursor, Math.max(0, range.start() - 1), end);
    TreeSitter.execute(cursor, grammar.query(), root);
    for (int count = 1; TreeSitter.nextMatch(cursor, match); count++) {
      addMatch(grammar, content);
      if (count % MATCHES_PER_LOOK == 0 && System.nanoTime() - deadline > 0) {
        return false;
      }
    }
    return true;
  }

  private void addMatch(Grammar grammar, byte[] content) {
    int pattern = Short.toUnsignedInt(match.get(ValueLayout.JAVA_SHORT, TreeSitter.MATCH_PATTERN));
    int count = Short.toUnsignedInt(match.get(ValueLayout.JAVA_SHORT, TreeSitter.MATCH_COUNT));
    long captures = match.get(ValueLayout.JAVA_LONG, TreeSitter.MATCH_CAPTURES);
    int begin = findings.size();
    findings.add(pattern);
    findings.add(count);
    for (int i = 0; i < count; i++) {
      long node = captures + i * TreeSitter.CAPTURE_BYTES;
      int capture = TreeSitter.MEMORY.get(ValueLayout.JAVA_INT, node + TreeSitter.CAPTURE_INDEX);
      int start = TreeSitter.MEMORY.get(ValueLayout.JAVA_INT, node);
      if (grammar.roles().get(capture) == Role.Part.CAPITAL && !isCapital(content, start)) {
        findings.truncate(begin);
        return;
      }
      findings.add(capture);
      findings.add(start);
      findings.add(TreeSitter.endByte(node));
      findings.add(TreeSitter.MEMORY.get(ValueLayout.JAVA_INT, node + Integer.BYTES));
    }
    List<Grammar.Condition> conditions = grammar.conditions().get(pattern);
    if (!conditions.isEmpty() && !holds(conditions, begin, content)) {
      findings.truncate(begin);
    }
  }

  /** ASCII's; what is beyond it may be one. A node that is missing may be at the end. */
  private static boolean isCapital(byte[] content, int at) {
    return at < content.length && (content[at] < 0 || (content[at] >= 'A' && content[at] <= 'Z'));
  }

  private boolean holds(List<Grammar.Condition> conditions, int match, byte[] content) {
    for (Grammar.Condition condition : conditions) {
      for (int at = match + Findings.HEAD; at < findings.size(); at += Findings.CAPTURE) {
        if (findings.get(at) == condition.capture()) {
          int start = findings.get(at + 1);
          String captured =
              new String(content, start, findings.get(at + 2) - start, StandardCharsets.UTF_8);
          if (condition.pattern().matcher(captured).find() != condition.expected()) {
            return false;
          }
        }
      }
    }
    return true;
  }

  @Override
  public void close() {
    TreeSitter.deleteCursor(cursor);
    TreeSitter.deleteParser(parser);
    textArena.close();
    arena.close();
  }
}
