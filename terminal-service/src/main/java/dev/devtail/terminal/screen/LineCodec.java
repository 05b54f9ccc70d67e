package dev.devtail.terminal.screen;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines as bytes: text in UTF-8, with styles where they change. A line of plain text takes a byte
 * more than the text.
 */
final class LineCodec {
  // Control characters are never a cell's text, so they are free to mean something else.
  private static final int BLANK = 0;
  private static final int BLANKS = 1;
  private static final int DEFAULT_STYLE = 2;
  private static final int STYLE = 3;
  private static final int COMBINED = 4;
  private static final int ODD = 5;

  /** Fewer blank cells are shorter one by one. */
  private static final int MIN_BLANKS = 3;

  /** Flags in a line's first byte, and in a style's. */
  private static final int WRAPPED = 1;

  private static final int FOREGROUND = 1;
  private static final int BACKGROUND = 2;
  private static final int EXTENDED = 4;
  private static final int LINK = 8;

  private LineCodec() {}

  /**
   * Encodes a line, if it is plain ASCII, as most of them are in a flood of output.
   *
   * @param into has room for the line's cells and one byte more
   * @return the length, or -1 if the line is not plain
   */
  static int encodeAscii(Row row, byte[] into, int offset) {
    if (!row.copyAscii(into, offset + 1)) {
      return -1;
    }
    into[offset] = (byte) (row.wrapped ? WRAPPED : 0);
    return row.usedLength() + 1;
  }

  static void encode(Row row, Styles styles, Output out) {
    out.put(row.wrapped ? WRAPPED : 0);
    int end = row.usedLength();
    int style = 0;
    int column = 0;
    while (column < end) {
      long cell = row.get(column);
      if (Cells.style(cell) != style) {
        style = Cells.style(cell);
        encodeStyle(style, styles, out);
      }
      int codePoint = Cells.codePoint(cell);
      int width = Cells.width(cell);
      if (Cells.isBlank(cell)) {
        int blanks = blanks(row, column, end);
        encodeBlanks(blanks, out);
        column += blanks;
      } else if (Cells.isCombined(cell)) {
        byte[] text = row.text(column).getBytes(StandardCharsets.UTF_8);
        out.put(COMBINED).put(width).varint(text.length).put(text, 0, text.length);
        column++;
      } else if (codePoint >= ' ' && width == 1 && CharWidth.of(codePoint) == 1) {
        out.codePoint(codePoint);
        column++;
      } else if (width == 2 && CharWidth.of(codePoint) == 2 && tailFollows(row, column)) {
        out.codePoint(codePoint);
        column += 2;
      } else {
        out.put(ODD).put(width).varint(codePoint);
        column++;
      }
    }
  }

  /** Draws an encoded line into an empty row. */
  static void decode(byte[] bytes, int length, Row row, Styles styles) {
    new Decoder(bytes, length, row, styles).decode();
  }

  static boolean isWrapped(int firstByte) {
    return (firstByte & WRAPPED) != 0;
  }

  private static int blanks(Row row, int from, int end) {
    int to = from + 1;
    while (to < end && row.get(to) == row.get(from)) {
      to++;
    }
    return to - from;
  }

  private static void encodeBlanks(int count, Output out) {
    if (count >= MIN_BLANKS) {
      out.put(BLANKS).varint(count);
    } else {
      for (int i = 0; i < count; i++) {
        out.put(BLANK);
      }
    }
  }

  private static boolean tailFollows(Row row, int column) {
    long next = row.get(column + 1);
    return column + 1 < row.columns()
        && Cells.isTail(next)
        && Cells.style(next) == Cells.style(row.get(column));
  }

  private static void encodeStyle(int style, Styles styles, Output out) {
    if (style == 0) {
      out.put(DEFAULT_STYLE);
      return;
    }
    int foreground = styles.foreground(style);
    int background = styles.background(style);
    int extended = styles.extended(style);
    Link link = styles.link(style);
    out.put(STYLE);
    out.put(
        (foreground == 0 ? 0 : FOREGROUND)
            | (background == 0 ? 0 : BACKGROUND)
            | (extended == 0 ? 0 : EXTENDED)
            | (link == null ? 0 : LINK));
    for (int part : new int[] {foreground, background, extended}) {
      if (part != 0) {
        out.int32(part);
      }
    }
    if (link != null) {
      encodeText(link.id(), out);
      encodeText(link.uri(), out);
    }
  }

  private static void encodeText(String text, Output out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.varint(bytes.length).put(bytes, 0, bytes.length);
  }

  private static final class Decoder {
    private final byte[] bytes;
    private final int length;
    private final Row row;
    private final Styles styles;
    private int position;
    private int column;
    private long base;

    Decoder(byte[] bytes, int length, Row row, Styles styles) {
      this.bytes = bytes;
      this.length = length;
      this.row = row;
      this.styles = styles;
    }

    void decode() {
      row.wrapped = isWrapped(next());
      while (position < length) {
        int b = bytes[position];
        if (b >= ' ') {
          ascii();
        } else if (b < 0) {
          character(utf8());
        } else {
          position++;
          operation(b);
        }
      }
    }

    private void ascii() {
      int from = position;
      while (position < length && bytes[position] >= ' ') {
        position++;
      }
      row.set(column, bytes, from, position - from, base);
      column += position - from;
    }

    private void character(int codePoint) {
      int width = CharWidth.of(codePoint);
      row.set(column++, Cells.of(base, codePoint, width));
      if (width == 2) {
        row.set(column++, base);
      }
    }

    private void operation(int code) {
      switch (code) {
        case BLANK -> row.set(column++, Cells.blank(base));
        case BLANKS -> {
          for (int count = varint(); count > 0; count--) {
            row.set(column++, Cells.blank(base));
          }
        }
        case DEFAULT_STYLE -> base = 0;
        case STYLE -> style();
        case COMBINED -> {
          int width = next();
          row.set(column++, base, text(), width);
        }
        case ODD -> {
          int width = next();
          row.set(column++, Cells.of(base, varint(), width));
        }
        default -> throw new IllegalStateException("code: " + code + " (expected: 0 to 5)");
      }
    }

    private void style() {
      int parts = next();
      int foreground = (parts & FOREGROUND) == 0 ? 0 : int32();
      int background = (parts & BACKGROUND) == 0 ? 0 : int32();
      int extended = (parts & EXTENDED) == 0 ? 0 : int32();
      @Nullable Link link = (parts & LINK) == 0 ? null : new Link(text(), text());
      int id = styles.id(foreground, background, extended, link);
      base = Cells.base(id, (background & Attributes.PROTECTED) != 0);
    }

    private int next() {
      return bytes[position++] & 0xFF;
    }

    private int int32() {
      return next() << 24 | next() << 16 | next() << 8 | next();
    }

    private int varint() {
      int value = 0;
      int shift = 0;
      int b;
      do {
        b = next();
        value |= (b & 0x7F) << shift;
        shift += 7;
      } while (b >= 0x80);
      return value;
    }

    private String text() {
      int size = varint();
      position += size;
      return new String(bytes, position - size, size, StandardCharsets.UTF_8);
    }

    private int utf8() {
      int first = next();
      int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
      int codePoint = first & (0x3F >> more);
      for (int i = 0; i < more; i++) {
        codePoint = codePoint << 6 | (next() & 0x3F);
      }
      return codePoint;
    }
  }
}
