package dev.devtail.syntax;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Code maps as bytes, to be kept and sent. Every string is there once; numbers are variable in
 * length, lines are the distance from the line before.
 */
public final class CodeMapCodec {

  /** Of the format, and of what is looked for: raised when maps come out otherwise than before. */
  public static final int VERSION = 1;

  private static final int MOST_VARINT_BITS = 35;

  private CodeMapCodec() {}

  /** As bytes that begin with the {@link #VERSION}. */
  public static byte[] encode(CodeMap map) {
    Writer body = new Writer();
    body.string(map.language().id());
    body.string(map.reading().name());
    body.number(map.lines());
    body.number(map.symbols().size());
    int line = 0;
    for (Symbol symbol : map.symbols()) {
      body.string(symbol.name());
      body.number(symbol.parent() + 1);
      body.string(symbol.kind().name());
      body.number(symbol.firstLine() - line);
      body.number(symbol.lastLine() - symbol.firstLine());
      body.string(symbol.signature());
      body.string(symbol.doc());
      body.number(symbol.complexity());
      body.number(symbol.test() ? 1 : 0);
      line = symbol.firstLine();
    }
    body.number(map.imports().size());
    line = 0;
    for (Import target : map.imports()) {
      body.string(target.target());
      body.number(target.line() - line);
      line = target.line();
    }
    body.number(map.mentions().size());
    line = 0;
    for (Mention mention : map.mentions()) {
      body.string(mention.name());
      body.number(mention.line() - line);
      line = mention.line();
    }
    return body.behindItsStrings();
  }

  /**
   * @return empty if it is of another version, or damaged
   */
  public static Optional<CodeMap> decode(byte[] bytes) {
    try {
      Reader in = new Reader(ByteBuffer.wrap(bytes));
      return in.number() == VERSION ? Optional.of(decode(in)) : Optional.empty();
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static CodeMap decode(Reader in) {
    in.readStrings();
    Language language = Language.byId(in.string()).orElseThrow(IllegalArgumentException::new);
    Reading reading = Reading.valueOf(in.string());
    int lines = in.number();
    int count = in.count();
    List<Symbol> symbols = new ArrayList<>(count);
    int line = 0;
    for (int i = 0; i < count; i++) {
      String name = in.string();
      int parent = in.number() - 1;
      SymbolKind kind = SymbolKind.valueOf(in.string());
      line += in.number();
      int last = line + in.number();
      if (parent >= i) {
        throw new IllegalArgumentException();
      }
      symbols.add(
          new Symbol(
              name,
              parent,
              kind,
              line,
              last,
              in.string(),
              in.string(),
              in.number(),
              in.number() == 1));
    }
    count = in.count();
    List<Import> imports = new ArrayList<>(count);
    line = 0;
    for (int i = 0; i < count; i++) {
      String target = in.string();
      line += in.number();
      imports.add(new Import(target, line));
    }
    count = in.count();
    List<Mention> mentions = new ArrayList<>(count);
    line = 0;
    for (int i = 0; i < count; i++) {
      String name = in.string();
      line += in.number();
      mentions.add(new Mention(name, line));
    }
    return new CodeMap(language, reading, lines, symbols, imports, mentions);
  }

  private static final class Writer {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 10);
    private final Map<String, Integer> strings = new HashMap<>();
    private final List<String> inOrder = new ArrayList<>();

    /** Not below 0. */
    void number(int value) {
      int rest = value;
      while (rest > 0x7F) {
        bytes.write(rest & 0x7F | 0x80);
        rest >>>= 7;
      }
      bytes.write(rest);
    }

    void string(String value) {
      Integer known = strings.putIfAbsent(value, inOrder.size());
      if (known == null) {
        number(inOrder.size());
        inOrder.add(value);
      } else {
        number(known);
      }
    }

    byte[] behindItsStrings() {
      Writer whole = new Writer();
      whole.number(VERSION);
      whole.number(inOrder.size());
      for (String string : inOrder) {
        byte[] utf8 = string.getBytes(StandardCharsets.UTF_8);
        whole.number(utf8.length);
        whole.bytes.writeBytes(utf8);
      }
      whole.bytes.writeBytes(bytes.toByteArray());
      return whole.bytes.toByteArray();
    }
  }

  private static final class Reader {

    private final ByteBuffer in;
    private String[] strings = {};

    Reader(ByteBuffer in) {
      this.in = in;
    }

    int number() {
      int value = 0;
      for (int shift = 0; shift < MOST_VARINT_BITS; shift += 7) {
        byte part = in.get();
        value |= (part & 0x7F) << shift;
        if (part >= 0) {
          if (value < 0) {
            break;
          }
          return value;
        }
      }
      throw new IllegalArgumentException();
    }

    /** Of things that are a byte or more each. */
    int count() {
      int count = number();
      if (count > in.remaining()) {
        throw new BufferUnderflowException();
      }
      return count;
    }

    void readStrings() {
      strings = new String[count()];
      for (int i = 0; i < strings.length; i++) {
        int length = count();
        strings[i] =
            new String(
                in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
      }
    }

    String string() {
      return strings[number()];
    }
  }
}
