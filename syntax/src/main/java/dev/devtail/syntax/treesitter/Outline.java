package dev.devtail.syntax.treesitter;

import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.Import;
import dev.devtail.syntax.Language;
import dev.devtail.syntax.Mention;
import dev.devtail.syntax.Reading;
import dev.devtail.syntax.SourceText;
import dev.devtail.syntax.Symbol;
import dev.devtail.syntax.SymbolKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Makes a code map of what a query has found. Its memory is used again; for one thread at a time.
 */
final class Outline {

  /** A variable's value is part of its signature up to this length, in bytes, on one line. */
  private static final int LONGEST_VALUE = 40;

  /** In bytes: what is shorter is a type parameter, mostly. */
  private static final int SHORTEST_MENTION = 2;

  private static final Comparator<Definition> BY_NAME =
      Comparator.<Definition>comparingInt(d -> d.nameStart).thenComparingInt(d -> d.pattern);

  private static final Comparator<Definition> BY_PLACE =
      Comparator.<Definition>comparingInt(d -> d.start)
          .thenComparingInt(d -> -d.end)
          .thenComparingInt(d -> d.nameStart);

  private final Spans comments = new Spans();
  private final Spans annotations = new Spans();
  private final Spans extents = new Spans();
  private final Spans imports = new Spans();
  private final Spans mentions = new Spans();
  private final Spans decisions = new Spans();
  private final Spans tests = new Spans();
  private final Spans names = new Spans();
  private final Names pool = new Names();

  private List<Definition> definitions = new ArrayList<>();
  private Lines lines = Lines.NONE;
  private byte[] content = {};

  CodeMap of(
      Language language, Reading reading, Grammar grammar, SourceText source, Findings findings) {
    content = source.utf8();
    lines = Lines.of(content, source.lines());
    sort(grammar, findings);
    definitions = withoutTwins(definitions);
    definitions.sort(BY_PLACE);
    extend();
    definitions.sort(BY_PLACE);
    definitions = withoutAliases(definitions);
    nest();
    if (definitions.removeIf(this::isLocal)) {
      nest();
    }
    count();
    markTests();
    return new CodeMap(language, reading, source.lines(), symbols(), imports(), mentions());
  }

  /** Each finding to its kind, by where it begins. */
  private void sort(Grammar grammar, Findings findings) {
    for (Spans spans :
        List.of(comments, annotations, extents, imports, mentions, decisions, tests)) {
      spans.clear();
    }
    definitions = new ArrayList<>();
    for (int match = 0; match < findings.size(); match = findings.next(match)) {
      Definition definition = new Definition(findings.get(match));
      for (int at = match + Findings.HEAD; at < findings.next(match); at += Findings.CAPTURE) {
        int start = findings.get(at + 1);
        int end = findings.get(at + 2);
        switch (grammar.roles().get(findings.get(at))) {
          case Role.Definition(SymbolKind kind) -> definition.is(kind, start, end);
          case Role.Part part -> {
            switch (part) {
              case NAME -> definition.isNamed(start, end);
              case BODY -> definition.hasBody(start, end);
              case DOC -> definition.hasDoc(start, end);
              case COMMENT -> comments.add(start, end);
              case ANNOTATION -> annotations.add(start, end);
              case EXTENT -> extents.add(start, end);
              case IMPORT -> imports.add(start, end);
              case MENTION, CAPITAL -> mentions.add(start, end);
              case DECISION -> decisions.add(start, end);
              case TEST -> tests.add(start, end);
              case NONE -> {}
            }
          }
        }
      }
      if (definition.isComplete()) {
        definitions.add(definition);
      }
    }
    for (Spans spans :
        List.of(comments, annotations, extents, imports, mentions, decisions, tests)) {
      spans.sort();
    }
  }

  /** Where two patterns have found a symbol, the one that is written first says what it is. */
  private static List<Definition> withoutTwins(List<Definition> all) {
    all.sort(BY_NAME);
    List<Definition> kept = new ArrayList<>(all.size());
    Definition last = null;
    for (Definition definition : all) {
      if (last == null || definition.nameStart != last.nameStart) {
        kept.add(definition);
        last = definition;
      } else if (definition.pattern == last.pattern) {
        last.merge(definition);
      }
    }
    return kept;
  }

  /** What is run has one name: that of the first pattern, or the first of its names. */
  private static List<Definition> withoutAliases(List<Definition> all) {
    List<Definition> kept = new ArrayList<>(all.size());
    for (Definition definition : all) {
      Definition last = kept.isEmpty() ? definition : kept.getLast();
      boolean alias =
          last != definition
              && last.isRun()
              && definition.isRun()
              && last.start == definition.start
              && last.end == definition.end;
      if (!alias) {
        kept.add(definition);
      } else if (definition.pattern < last.pattern) {
        kept.set(kept.size() - 1, definition);
      }
    }
    return kept;
  }

  /** Decorators, attributes, {@code export} and {@code template} belong to their symbols. */
  private void extend() {
    for (int i = extents.size() - 1; i >= 0; i--) {
      int first = firstFrom(extents.start(i));
      if (first < definitions.size() && reaches(definitions.get(first).end, extents.end(i))) {
        int start = definitions.get(first).start;
        int end = definitions.get(first).end;
        for (int d = first; d < definitions.size() && definitions.get(d).start == start; d++) {
          if (definitions.get(d).end == end) {
            definitions.get(d).start = extents.start(i);
            definitions.get(d).end = extents.end(i);
          }
        }
      }
    }
    for (Definition definition : definitions) {
      int before = annotations.lastBefore(definition.start);
      while (before >= 0 && isBlank(annotations.end(before), definition.start)) {
        definition.start = annotations.start(before);
        before = annotations.lastBefore(definition.start);
      }
    }
  }

  private boolean reaches(int end, int extentEnd) {
    int at = end < extentEnd && content[end] == ';' ? end + 1 : end;
    return isBlank(at, extentEnd);
  }

  /** The first definition that begins there or behind. */
  private int firstFrom(int start) {
    int low = 0;
    int high = definitions.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (definitions.get(middle).start < start) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean isBlank(int from, int to) {
    if (from > to) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (!Text.isBlank(content[i])) {
        return false;
      }
    }
    return true;
  }

  /** The parent of each: the smallest that is around it, and larger. */
  private void nest() {
    for (int i = 0; i < definitions.size(); i++) {
      Definition definition = definitions.get(i);
      int around = i - 1;
      while (around >= 0 && !definitions.get(around).contains(definition)) {
        around = definitions.get(around).parent;
      }
      definition.parent = around;
      if (around >= 0 && definitions.get(around).isType()) {
        becomeMember(definition, definitions.get(around));
      }
    }
  }

  private void becomeMember(Definition definition, Definition type) {
    if (definition.kind == SymbolKind.FUNCTION) {
      boolean sameName =
          Arrays.equals(
              content,
              definition.nameStart,
              definition.nameEnd,
              content,
              type.nameStart,
              type.nameEnd);
      definition.kind = sameName ? SymbolKind.CONSTRUCTOR : SymbolKind.METHOD;
    }
  }

  /** A variable, or a declaration without its function, of a function's own. */
  private boolean isLocal(Definition definition) {
    boolean small =
        definition.kind == SymbolKind.VARIABLE
            || (definition.kind == SymbolKind.FUNCTION && definition.bodyStart < 0);
    return small && definition.parent >= 0 && definitions.get(definition.parent).isRun();
  }

  /** The smallest definition around a place; -1: none. */
  private int around(int start, int end) {
    int at = firstFrom(start + 1) - 1;
    while (at >= 0 && !(definitions.get(at).start <= start && end <= definitions.get(at).end)) {
      at = definitions.get(at).parent;
    }
    return at;
  }

  private void count() {
    for (Definition definition : definitions) {
      definition.complexity = definition.isRun() && definition.bodyStart >= 0 ? 1 : 0;
    }
    for (int i = 0; i < decisions.size(); i++) {
      int at = around(decisions.start(i), decisions.end(i));
      while (at >= 0 && !definitions.get(at).isRun()) {
        at = definitions.get(at).parent;
      }
      if (at >= 0) {
        definitions.get(at).complexity++;
      }
    }
  }

  private void markTests() {
    for (int i = 0; i < tests.size(); i++) {
      int at = around(tests.start(i), tests.end(i));
      if (at >= 0) {
        definitions.get(at).test = true;
      }
    }
    for (int i = definitions.size() - 1; i >= 0; i--) {
      Definition definition = definitions.get(i);
      if (definition.test
          && definition.parent >= 0
          && definitions.get(definition.parent).isType()) {
        definitions.get(definition.parent).test = true;
      }
    }
  }

  private List<Symbol> symbols() {
    List<Symbol> symbols = new ArrayList<>(definitions.size());
    for (Definition definition : definitions) {
      symbols.add(
          new Symbol(
              Text.cut(
                  Text.name(Text.inOneLine(content, definition.nameStart, definition.nameEnd)),
                  Symbol.MAX_NAME),
              definition.parent,
              definition.kind,
              lines.at(definition.start),
              lines.at(Math.max(definition.start, lastByte(definition))),
              signature(definition),
              doc(definition),
              definition.complexity,
              definition.test));
    }
    return symbols;
  }

  /** Some grammars take the line feed behind a symbol as a part of it. */
  private int lastByte(Definition definition) {
    int last = definition.end - 1;
    while (last > definition.start && Text.isBlank(content[last])) {
      last--;
    }
    return last;
  }

  private String signature(Definition definition) {
    StringBuilder signature = new StringBuilder();
    int from = definition.start;
    int end = signatureEnd(definition);
    for (int i = annotations.firstFrom(definition.start);
        i < annotations.size() && annotations.start(i) < end;
        i++) {
      from = append(signature, from, annotations.start(i), annotations.end(i));
    }
    append(signature, from, end, end);
    if (definition.nameStart >= definition.bodyEnd && end < definition.nameStart) {
      append(signature, definition.bodyEnd, definition.end, definition.end);
    }
    return Text.cut(Text.signature(signature.toString()), Symbol.MAX_SIGNATURE);
  }

  private int signatureEnd(Definition definition) {
    if (definition.kind == SymbolKind.HEADING) {
      return definition.nameEnd;
    }
    return definition.bodyStart < 0 || keepsValue(definition)
        ? definition.end
        : definition.bodyStart;
  }

  private boolean keepsValue(Definition definition) {
    return (definition.kind == SymbolKind.VARIABLE || definition.kind == SymbolKind.KEY)
        && definition.end - definition.bodyStart <= LONGEST_VALUE
        && lines.at(definition.nameStart) == lines.at(lastByte(definition));
  }

  /** Without the comments in it. What is longer than a signature can be is not looked at. */
  private int append(StringBuilder signature, int from, int to, int next) {
    int at = from;
    for (int i = comments.firstFrom(from); i < comments.size() && comments.start(i) < to; i++) {
      appendText(signature, at, comments.start(i));
      at = Math.max(at, comments.end(i));
    }
    appendText(signature, at, to);
    return Math.max(next, from);
  }

  private void appendText(StringBuilder signature, int from, int to) {
    if (from < to && signature.length() <= Symbol.MAX_SIGNATURE) {
      String part = Text.inOneLine(content, from, to);
      if (!part.isEmpty()) {
        signature.append(signature.isEmpty() ? "" : " ").append(part);
      }
    }
  }

  private String doc(Definition definition) {
    if (definition.docStart >= 0) {
      return Text.doc(content, definition.docStart, definition.docEnd);
    }
    int last = comments.lastBefore(definition.start);
    if (last < 0
        || !isAbove(comments.end(last), definition.start)
        || !isAlone(comments.start(last))) {
      return "";
    }
    int first = last;
    while (first > 0
        && isAbove(comments.end(first - 1), comments.start(first))
        && isAlone(comments.start(first - 1))
        && content[comments.start(first - 1)] == content[comments.start(last)]) {
      first--;
    }
    return Text.doc(content, comments.start(first), comments.end(last));
  }

  /** Whether nothing is between, and no empty line. */
  private boolean isAbove(int end, int start) {
    return isBlank(end, start) && lines.at(start) - lines.at(Math.max(0, end - 1)) <= 1;
  }

  /** Whether nothing stands before it on its line. */
  private boolean isAlone(int start) {
    return isBlank(lines.start(lines.at(start)), start);
  }

  private List<Import> imports() {
    List<Import> result = new ArrayList<>(imports.size());
    for (int i = 0; i < imports.size(); i++) {
      String target = Text.target(Text.inOneLine(content, imports.start(i), imports.end(i)));
      if (!target.isEmpty()) {
        result.add(new Import(Text.cut(target, Symbol.MAX_NAME), lines.at(imports.start(i))));
      }
    }
    return result;
  }

  /** One of each name on a line. */
  private List<Mention> mentions() {
    names.clear();
    for (Definition definition : definitions) {
      names.add(definition.nameStart, definition.nameEnd);
    }
    for (int i = 0; i < imports.size(); i++) {
      names.add(imports.start(i), imports.end(i));
    }
    names.sort();
    pool.clear();
    List<Mention> result = new ArrayList<>(mentions.size());
    int name = 0;
    int line = 1;
    int declaredUntil = 0;
    for (int i = 0; i < mentions.size(); i++) {
      int start = mentions.start(i);
      for (; name < names.size() && names.start(name) <= start; name++) {
        declaredUntil = Math.max(declaredUntil, names.end(name));
      }
      if (start < declaredUntil || mentions.end(i) - start < SHORTEST_MENTION) {
        continue;
      }
      line = lines.atOrBehind(start, line);
      int entry = pool.entry(content, start, mentions.end(i));
      if (pool.isNewOnLine(entry, line)) {
        result.add(new Mention(pool.name(entry), line));
      }
    }
    return result;
  }
}
