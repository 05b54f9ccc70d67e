package dev.devtail.syntax.treesitter;

import static java.util.Objects.requireNonNull;

import dev.devtail.syntax.Language;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A language's grammar and its query ({@code .scm} files beside this class), compiled once per
 * process. Threads share it.
 *
 * @param language C's {@code TSLanguage}
 * @param query C's {@code TSQuery}
 * @param roles by capture
 * @param conditions by pattern
 */
record Grammar(long language, long query, List<Role> roles, List<List<Condition>> conditions) {

  /**
   * {@code (#match? @capture "pattern")} or {@code #not-match?}: the pattern is found in the text.
   */
  record Condition(int capture, Pattern pattern, boolean expected) {}

  private static final Map<Language, Grammar> COMPILED = new ConcurrentHashMap<>();

  private static final int STEP_DONE = 0;

  /**
   * @return empty for {@link Language#TEXT}, and where the library is missing
   */
  static Optional<Grammar> of(Language language) {
    if (language == Language.TEXT || Natives.library().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(COMPILED.computeIfAbsent(language, Grammar::compile));
  }

  private static Grammar compile(Language language) {
    long grammar = TreeSitter.language(nativeName(language));
    byte[] source = source(language);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
      MemorySegment error = arena.allocate(ValueLayout.JAVA_INT);
      MemorySegment text = arena.allocateFrom(ValueLayout.JAVA_BYTE, source);
      long query = TreeSitter.newQuery(grammar, text, source.length, number, error);
      if (query == 0) {
        int offset = Math.min(number.get(ValueLayout.JAVA_INT, 0), source.length);
        long line =
            new String(source, 0, offset, StandardCharsets.UTF_8)
                    .chars()
                    .filter(c -> c == '\n')
                    .count()
                + 1;
        throw new IllegalStateException(
            "query of %s, line %d: mistake %d"
                .formatted(language.id(), line, error.get(ValueLayout.JAVA_INT, 0)));
      }
      List<Role> roles = new ArrayList<>();
      for (int capture = 0; capture < TreeSitter.captureCount(query); capture++) {
        roles.add(Role.of(TreeSitter.captureName(query, capture, number)));
      }
      List<List<Condition>> conditions = new ArrayList<>();
      for (int pattern = 0; pattern < TreeSitter.patternCount(query); pattern++) {
        conditions.add(conditions(query, pattern, number));
      }
      return new Grammar(grammar, query, List.copyOf(roles), List.copyOf(conditions));
    }
  }

  /** What its function is called in C, behind {@code tree_sitter_}. */
  private static String nativeName(Language language) {
    return language == Language.C_SHARP ? "c_sharp" : language.id();
  }

  private static byte[] source(Language language) {
    ByteArrayOutputStream source = new ByteArrayOutputStream();
    for (String part : parts(language)) {
      try (InputStream in = Grammar.class.getResourceAsStream(part + ".scm")) {
        requireNonNull(in, part).transferTo(source);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return source.toByteArray();
  }

  /** The queries that are its query together, what is peculiar to it first. */
  private static List<String> parts(Language language) {
    return switch (language) {
      case JAVASCRIPT -> List.of("javascript", "jsx", "ecmascript");
      case TYPESCRIPT -> List.of("typescript", "ecmascript");
      case TSX -> List.of("typescript", "jsx", "ecmascript");
      case CPP -> List.of("cpp", "c");
      default -> List.of(language.id());
    };
  }

  /** Steps come as: name, capture, pattern, done; for each predicate. */
  private static List<Condition> conditions(long query, int pattern, MemorySegment number) {
    long steps = TreeSitter.predicates(query, pattern, number);
    int count = number.get(ValueLayout.JAVA_INT, 0);
    List<Condition> conditions = new ArrayList<>();
    for (int step = 0; step < count; step++) {
      String name = TreeSitter.string(query, value(steps, step), number);
      boolean expected =
          switch (name) {
            case "match?" -> true;
            case "not-match?" -> false;
            default -> throw new IllegalStateException("predicate: " + name);
          };
      int capture = value(steps, step + 1);
      String expression = TreeSitter.string(query, value(steps, step + 2), number);
      conditions.add(new Condition(capture, Pattern.compile(expression), expected));
      step += 3;
      if (TreeSitter.MEMORY.get(ValueLayout.JAVA_INT, steps + step * TreeSitter.STEP_BYTES)
          != STEP_DONE) {
        throw new IllegalStateException("predicate: " + name + " takes a capture and a pattern");
      }
    }
    return List.copyOf(conditions);
  }

  private static int value(long steps, int step) {
    return TreeSitter.MEMORY.get(
        ValueLayout.JAVA_INT, steps + step * TreeSitter.STEP_BYTES + Integer.BYTES);
  }
}
