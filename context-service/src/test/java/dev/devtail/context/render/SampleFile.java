package dev.devtail.context.render;

import dev.devtail.context.token.Vocabulary;
import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.Language;
import dev.devtail.syntax.Reading;
import dev.devtail.syntax.Symbol;
import dev.devtail.syntax.SymbolKind;
import java.util.List;

/** A small class, and what is known of it. */
public final class SampleFile {

  public static final String PATH = "src/Stack.java";

  public static final String TEXT =
      """
      package demo;

      /** Last in, first out. */
      final class Stack {
        private final int[] items = new int[8];
        private int size;

        void push(int item) {
          items[size++] = item;
        }

        int pop() {
          if (size == 0) {
            throw new IllegalStateException("empty");
          }
          return items[--size];
        }

        int size() {
          return size;
        }
      }
      """;

  public static final CodeMap MAP =
      new CodeMap(
          Language.JAVA,
          Reading.WHOLE,
          22,
          List.of(
              symbol(
                  "Stack", -1, SymbolKind.CLASS, 4, 22, "final class Stack", "Last in, first out."),
              symbol("push", 0, SymbolKind.METHOD, 8, 10, "void push(int item)", ""),
              symbol("pop", 0, SymbolKind.METHOD, 12, 17, "int pop()", ""),
              symbol("size", 0, SymbolKind.METHOD, 19, 21, "int size()", "")),
          List.of(),
          List.of());

  private SampleFile() {}

  private static Symbol symbol(
      String name, int parent, SymbolKind kind, int first, int last, String signature, String doc) {
    return new Symbol(name, parent, kind, first, last, signature, doc, 1, false);
  }

  public static PrintableFile in(Format format) {
    return in(format, PATH, TEXT);
  }

  public static PrintableFile in(Format format, String path, String text) {
    return new PrintableFile(
        format,
        path,
        MAP,
        format.outline(MAP, true, Vocabulary.O200K_BASE),
        format.content(text, Vocabulary.O200K_BASE));
  }
}
