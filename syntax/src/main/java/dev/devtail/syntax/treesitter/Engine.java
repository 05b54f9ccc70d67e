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

/** One parser, one cursor and the memory they work in, for one thread at a time. */
final class Engine implements AutoCloseable {

  /** Matches in progress at once; files of more are read with some symbols missing. */
  private static final int MATCH_LIMIT = 4_096;

  /** How often the clock is looked at, in matches. */
  private static final int MATCHES_PER_LOOK = 1 << 12;

  private static final int SMALLEST_BUFFER_BYTES = 1 << 16;

  private final long parser = TreeSitter.newParser();
  private final long cursor = TreeSitter.newCursor();
  private final Arena arena = Arena.ofShared();
  private final MemorySegment match = arena.allocate(TreeSitter.MATCH_BYTES, Long.BYTES);
  private final Findings findings = new Findings();
  private final Outline outline = new Outline();

  private Arena textArena = Arena.ofShared();
  private MemorySegment text = textArena.allocate(SMALLEST_BUFFER_BYTES);

  Engine() {
    TreeSitter.setTimeout(parser, CodeParser.MAX_TIME.toNanos() / 1_000);
    TreeSitter.setMatchLimit(cursor, MATCH_LIMIT);
  }

  CodeMap parse(Language language, Grammar grammar, SourceText source) {
    copy(source.utf8());
    if (!TreeSitter.setLanguage(parser, grammar.language())) {
      return CodeMap.text(language, Reading.NO_GRAMMAR, source.lines());
    }
    long tree = TreeSitter.parse(parser, 0, text, source.utf8().length);
    if (tree == 0) {
      TreeSitter.resetParser(parser);
      return CodeMap.text(language, Reading.TOO_SLOW, source.lines());
    }
    try (Arena call = Arena.ofConfined()) {
      MemorySegment root = TreeSitter.rootNode(tree, call);
      findings.clear();
      if (!find(grammar, root, source.utf8())) {
        return CodeMap.text(language, Reading.TOO_SLOW, source.lines());
      }
      Reading reading = TreeSitter.hasError(root) ? Reading.WITH_ERRORS : Reading.WHOLE;
      return outline.of(language, reading, grammar, source, findings);
    } finally {
      TreeSitter.deleteTree(tree);
    }
  }

  private void copy(byte[] content) {
    if (text.byteSize() < content.length) {
      textArena.close();
      textArena = Arena.ofShared();
      text = textArena.allocate(Math.max(content.length, text.byteSize() * 2));
    }
    MemorySegment.copy(content, 0, text, ValueLayout.JAVA_BYTE, 0, content.length);
  }

  /** Whether there was time for all of it. */
  private boolean find(Grammar grammar, MemorySegment root, byte[] content) {
    long deadline = System.nanoTime() + CodeParser.MAX_TIME.toNanos();
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
      if (grammar.roles().get(capture) == Role.Part.CAPITAL && !isCapital(content[start])) {
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

  /** ASCII's; what is beyond it may be one. */
  private static boolean isCapital(byte first) {
    return first < 0 || (first >= 'A' && first <= 'Z');
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
