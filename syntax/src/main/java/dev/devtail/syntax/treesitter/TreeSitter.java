package dev.devtail.syntax.treesitter;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * Tree-sitter's C interface ({@code tree_sitter/api.h}), as far as it is needed. Pointers are
 * {@code long}, so that a match costs no object; what the interface says of who frees what and of
 * threads holds.
 */
final class TreeSitter {

  /** {@code TSNode}: start byte, start row, start column, alias; node; tree. */
  static final MemoryLayout NODE =
      MemoryLayout.structLayout(
          MemoryLayout.sequenceLayout(4, JAVA_INT), JAVA_LONG.withName("id"), JAVA_LONG);

  /** {@code TSQueryMatch}: id, pattern, count, captures. */
  static final long MATCH_BYTES = 16;

  static final long MATCH_PATTERN = 4;
  static final long MATCH_COUNT = 6;
  static final long MATCH_CAPTURES = 8;

  /** {@code TSQueryCapture}: node, index. */
  static final long CAPTURE_BYTES = 40;

  static final long CAPTURE_INDEX = 32;

  /** {@code TSRange}: start and end points, start and end bytes. */
  static final long RANGE_BYTES = 24;

  static final long RANGE_START = 16;
  static final long RANGE_END = 20;

  /** {@code TSInputEdit}: three bytes, three points. */
  static final long EDIT_BYTES = 36;

  /** {@code TSQueryPredicateStep}: type, value. */
  static final long STEP_BYTES = 8;

  /** All memory, to read what C points to. */
  static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final SymbolLookup LIBRARY =
      Natives.library().orElseThrow(() -> new UnsatisfiedLinkError("libdevtail-syntax"));
  private static final Linker LINKER = Linker.nativeLinker();

  private static final MethodHandle PARSER_NEW = function("ts_parser_new", JAVA_LONG);
  private static final MethodHandle PARSER_DELETE = procedure("ts_parser_delete", JAVA_LONG);
  private static final MethodHandle PARSER_RESET = procedure("ts_parser_reset", JAVA_LONG);
  private static final MethodHandle PARSER_SET_LANGUAGE =
      function("ts_parser_set_language", JAVA_BOOLEAN, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle PARSER_SET_TIMEOUT =
      procedure("ts_parser_set_timeout_micros", JAVA_LONG, JAVA_LONG);
  private static final MethodHandle PARSER_PARSE =
      function("ts_parser_parse_string", JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT);
  private static final MethodHandle TREE_DELETE = procedure("ts_tree_delete", JAVA_LONG);
  private static final MethodHandle TREE_ROOT = function("ts_tree_root_node", NODE, JAVA_LONG);
  private static final MethodHandle TREE_EDIT = procedure("ts_tree_edit", JAVA_LONG, ADDRESS);
  private static final MethodHandle TREE_CHANGED_RANGES =
      function("ts_tree_get_changed_ranges", JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS);
  private static final MethodHandle NODE_HAS_ERROR =
      function("ts_node_has_error", JAVA_BOOLEAN, NODE);
  private static final MethodHandle NODE_END_BYTE =
      LINKER.downcallHandle(
          LIBRARY.findOrThrow("ts_node_end_byte"),
          FunctionDescriptor.of(JAVA_INT, NODE),
          Linker.Option.critical(false));
  private static final MethodHandle QUERY_NEW =
      function("ts_query_new", JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle QUERY_CAPTURE_COUNT =
      function("ts_query_capture_count", JAVA_INT, JAVA_LONG);
  private static final MethodHandle QUERY_PATTERN_COUNT =
      function("ts_query_pattern_count", JAVA_INT, JAVA_LONG);
  private static final MethodHandle QUERY_CAPTURE_NAME =
      function("ts_query_capture_name_for_id", JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS);
  private static final MethodHandle QUERY_STRING =
      function("ts_query_string_value_for_id", JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS);
  private static final MethodHandle QUERY_PREDICATES =
      function("ts_query_predicates_for_pattern", JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS);
  private static final MethodHandle CURSOR_NEW = function("ts_query_cursor_new", JAVA_LONG);
  private static final MethodHandle CURSOR_DELETE = procedure("ts_query_cursor_delete", JAVA_LONG);
  private static final MethodHandle CURSOR_SET_LIMIT =
      procedure("ts_query_cursor_set_match_limit", JAVA_LONG, JAVA_INT);
  private static final MethodHandle CURSOR_SET_RANGE =
      function("ts_query_cursor_set_byte_range", JAVA_BOOLEAN, JAVA_LONG, JAVA_INT, JAVA_INT);
  private static final MethodHandle CURSOR_EXEC =
      procedure("ts_query_cursor_exec", JAVA_LONG, JAVA_LONG, NODE);
  private static final MethodHandle CURSOR_NEXT =
      function("ts_query_cursor_next_match", JAVA_BOOLEAN, JAVA_LONG, ADDRESS);
  private static final MethodHandle FREE =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("free"), FunctionDescriptor.ofVoid(JAVA_LONG));

  private TreeSitter() {}

  private static MethodHandle function(
      String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LIBRARY.findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }

  private static MethodHandle procedure(String name, MemoryLayout... arguments) {
    return LINKER.downcallHandle(LIBRARY.findOrThrow(name), FunctionDescriptor.ofVoid(arguments));
  }

  private static IllegalStateException failed(Throwable cause) {
    return new IllegalStateException("tree-sitter could not be called", cause);
  }

  /** The language that {@code tree_sitter_NAME()} gives. */
  static long language(String name) {
    try {
      return (long) function("tree_sitter_" + name, JAVA_LONG).invokeExact();
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static long newParser() {
    try {
      return (long) PARSER_NEW.invokeExact();
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static void deleteParser(long parser) {
    try {
      PARSER_DELETE.invokeExact(parser);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Forgets a parse that took too long. */
  static void resetParser(long parser) {
    try {
      PARSER_RESET.invokeExact(parser);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Whether the language's version is one that this tree-sitter reads. */
  static boolean setLanguage(long parser, long language) {
    try {
      return (boolean) PARSER_SET_LANGUAGE.invokeExact(parser, language);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static void setTimeout(long parser, long micros) {
    try {
      PARSER_SET_TIMEOUT.invokeExact(parser, micros);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /**
   * @param oldTree edited to fit the text; 0: none
   * @return a tree; 0: no language, or it took too long
   */
  static long parse(long parser, long oldTree, MemorySegment text, int bytes) {
    try {
      return (long) PARSER_PARSE.invokeExact(parser, oldTree, text, bytes);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static void deleteTree(long tree) {
    try {
      TREE_DELETE.invokeExact(tree);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static MemorySegment rootNode(long tree, Arena arena) {
    try {
      return (MemorySegment) TREE_ROOT.invokeExact((SegmentAllocator) arena, tree);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static void editTree(long tree, MemorySegment edit) {
    try {
      TREE_EDIT.invokeExact(tree, edit);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /**
   * @param count receives how many
   * @return the ranges, to be freed by the caller
   */
  static long changedRanges(long oldTree, long newTree, MemorySegment count) {
    try {
      return (long) TREE_CHANGED_RANGES.invokeExact(oldTree, newTree, count);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static boolean hasError(MemorySegment node) {
    try {
      return (boolean) NODE_HAS_ERROR.invokeExact(node);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /**
   * @param node where a {@code TSNode} is
   */
  static int endByte(long node) {
    try {
      return (int) NODE_END_BYTE.invokeExact(MEMORY.asSlice(node, NODE));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /**
   * @param errorOffset receives where in the source the mistake is
   * @param errorType receives 0 or the kind of mistake
   */
  static long newQuery(
      long language,
      MemorySegment source,
      int bytes,
      MemorySegment errorOffset,
      MemorySegment errorType) {
    try {
      return (long) QUERY_NEW.invokeExact(language, source, bytes, errorOffset, errorType);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static int captureCount(long query) {
    try {
      return (int) QUERY_CAPTURE_COUNT.invokeExact(query);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static int patternCount(long query) {
    try {
      return (int) QUERY_PATTERN_COUNT.invokeExact(query);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static String captureName(long query, int capture, MemorySegment length) {
    try {
      long name = (long) QUERY_CAPTURE_NAME.invokeExact(query, capture, length);
      return MEMORY.getString(name);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** A string that a predicate is written with. */
  static String string(long query, int id, MemorySegment length) {
    try {
      long value = (long) QUERY_STRING.invokeExact(query, id, length);
      return MEMORY.getString(value);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /**
   * @param count receives how many
   * @return the steps of a pattern's predicates, owned by the query
   */
  static long predicates(long query, int pattern, MemorySegment count) {
    try {
      return (long) QUERY_PREDICATES.invokeExact(query, pattern, count);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static long newCursor() {
    try {
      return (long) CURSOR_NEW.invokeExact();
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static void deleteCursor(long cursor) {
    try {
      CURSOR_DELETE.invokeExact(cursor);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** How many matches may be in progress at once; the oldest is given up beyond it. */
  static void setMatchLimit(long cursor, int limit) {
    try {
      CURSOR_SET_LIMIT.invokeExact(cursor, limit);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static void setByteRange(long cursor, int start, int end) {
    try {
      boolean _ = (boolean) CURSOR_SET_RANGE.invokeExact(cursor, start, end);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static void execute(long cursor, long query, MemorySegment node) {
    try {
      CURSOR_EXEC.invokeExact(cursor, query, node);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Whether there is one more; {@code match} receives it, and its captures hold until the next. */
  static boolean nextMatch(long cursor, MemorySegment match) {
    try {
      return (boolean) CURSOR_NEXT.invokeExact(cursor, match);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Frees what C has allocated for the caller. */
  static void free(long pointer) {
    try {
      FREE.invokeExact(pointer);
    } catch (Throwable e) {
      throw failed(e);
    }
  }
}
