package dev.devtail.terminal.screen;

import static dev.devtail.terminal.screen.Attributes.*;

import java.util.BitSet;

/**
 * Writes what brings a fresh terminal to the state of ours. The order matters: lines first, as they
 * need all modes in their initial state; then what is not seen; the cursor at the very end, because
 * nearly everything moves it.
 *
 * <p>Where that is too much the oldest lines of the scrollback are left out, as if they had never
 * been kept.
 */
final class Dump {
  /** A combining character, which goes nowhere behind the last column but moves the cursor. */
  private static final int COMBINING = 0x300;

  /** A wide character. */
  private static final int WIDE = 0x3000;

  /** Does nothing, but what comes next is not combined with what came before. */
  private static final char NUL = 0;

  private final Terminal terminal;
  private final Output out;
  private final Brush brush;
  private final int columns;
  private final int rows;

  /** The first line of the main screen's scrollback that is drawn. */
  private final int first;

  /** Where in the output each line of the main screen's scrollback begins. */
  private final int[] begins;

  /** Whether the viewer has the saved cursor of the buffer being written. */
  private boolean hasSaved;

  /** Whether the pen is one that only the saved cursor leads to, so that it cannot be changed. */
  private boolean penFromSaved;

  private Dump(Terminal terminal, Output out, int first) {
    this.terminal = terminal;
    this.out = out;
    brush = new Brush(out);
    columns = terminal.columns();
    rows = terminal.rows();
    this.first = first;
    begins = new int[terminal.main.scrollback().size()];
  }

  /**
   * Writes all, but for as many of the oldest lines as are too much.
   *
   * @param maxBytes most bytes; it is more only if nothing of the scrollback is left
   */
  static Output of(Terminal terminal, int maxBytes) {
    int scrollback = terminal.main.scrollback().size();
    int first = 0;
    // What a line has from those before it, as a colour or a link, comes anew with the first one:
    // each time more of them go than would be enough without that.
    for (int more = 0; ; more = Math.max(1, 2 * more)) {
      Dump dump = new Dump(terminal, new Output(), first);
      dump.write();
      int excess = dump.out.size() - maxBytes;
      if (excess <= 0 || first == scrollback) {
        return dump.out;
      }
      first = Math.min(scrollback, dump.firstWithout(excess) + more);
    }
  }

  /** The first line to draw for the output to be as many bytes smaller. */
  private int firstWithout(int bytes) {
    int line = first + 1;
    while (line < begins.length && begins[line] - begins[first] < bytes) {
      line++;
    }
    return line;
  }

  private void write() {
    out.text("\033[20l");
    terminal.palette.write(out);
    titles();
    lines(terminal.main);
    settings(terminal.main);
    saveCursor(terminal.main);
    if (terminal.active == terminal.main) {
      alternateSavedCursor();
    } else {
      brush.plain();
      goTo(terminal.main.x, terminal.main.y);
      out.text("\033[?47h\033[H");
      brush.onAlternate(true);
      lines(terminal.alternate);
      settings(terminal.alternate);
      saveCursor(terminal.alternate);
    }
    modes();
    charsetsAndPen();
    cursor();
  }

  private void titles() {
    if (!terminal.title.isEmpty()) {
      out.text("\033]2;").text(terminal.title).put(Brush.BEL);
    }
    if (!terminal.iconName.isEmpty()) {
      out.text("\033]1;").text(terminal.iconName).put(Brush.BEL);
    }
  }

  // ---- buffers ----

  private void lines(Buffer buffer) {
    SavedCursor saved = buffer.saved;
    int base = buffer.scrollback().size();
    hasSaved = false;
    if (saved.line >= base + rows) {
      saveBelow(buffer);
    }
    Painter painter = new Painter(out, brush, columns, rows);
    painter.paint(
        buffer,
        terminal.styles,
        buffer == terminal.main ? first : 0,
        line -> {
          if (line < base) {
            begins[line] = out.size();
          }
          if (line == saved.line && line < base) {
            // It has scrolled away since, so that it cannot be reached when all is drawn.
            save(saved);
            painter.movedTo(Math.min(saved.x, columns - 1));
          }
        });
  }

  /** Where the screen's lines end the saved cursor may not: the scrollback was erased since. */
  private void saveBelow(Buffer buffer) {
    int lines = Math.min(buffer.saved.line - rows + 1, buffer.scrollback().maxLines());
    out.text("\033[").number(rows).text(";1H");
    for (int i = 0; i < lines; i++) {
      out.put('\n');
    }
    save(buffer.saved);
    brush.plain();
    out.text("\033[3J\033[H");
  }

  /** The alternate screen's saved cursor outlives it. */
  private void alternateSavedCursor() {
    if (brush.hasUsedSavedCursor() || !terminal.alternate.saved.isDefault()) {
      brush.plain();
      out.text("\033[?47h");
      brush.onAlternate(true);
      hasSaved = false;
      saveCursor(terminal.alternate);
      out.text("\033[?47l");
      brush.onAlternate(false);
    }
  }

  private void settings(Buffer buffer) {
    if (!buffer.tabs.areDefault(columns)) {
      out.text("\033[3g");
      BitSet stops = buffer.tabs.within(columns);
      stops.stream().forEach(stop -> out.text("\033[").number(stop + 1).text("G\033H"));
    }
    if (buffer.top > 0 || buffer.bottom < rows - 1) {
      out.text("\033[").number(buffer.top + 1).put(';').number(buffer.bottom + 1).put('r');
    }
  }

  private void saveCursor(Buffer buffer) {
    SavedCursor saved = buffer.saved;
    boolean spoiled = buffer == terminal.alternate && brush.hasUsedSavedCursor();
    if ((!hasSaved && !saved.isDefault()) || spoiled) {
      int line = saved.line - buffer.scrollback().size();
      goTo(0, Math.clamp(line, 0, rows - 1));
      save(saved);
    }
  }

  private void save(SavedCursor saved) {
    out.text("\033[").number(Math.min(saved.x, columns - 1) + 1).put('G');
    brush.useForSaving(saved.foreground, saved.background);
    if (saved.charset != Charset.ASCII) {
      out.text("\033(").put(saved.charset.designator());
    }
    out.text("\0337");
    if (saved.charset != Charset.ASCII) {
      out.text("\033(B");
    }
    hasSaved = true;
  }

  // ---- what is not seen ----

  private void modes() {
    Modes modes = terminal.modes;
    mode(modes.applicationCursor, "?1h");
    mode(modes.reverseVideo, "?5h");
    mode(modes.origin, "?6h");
    mode(!modes.autoWrap, "?7l");
    mode(modes.reverseWrap, "?45h");
    mode(modes.focusEvents, "?1004h");
    mode(modes.mouseUtf8, "?1005h");
    mode(modes.mouseUrxvt, "?1015h");
    mode(modes.bracketedPaste, "?2004h");
    mode(modes.newLine, "20h");
    mode(true, modes.cursorHidden ? "?25l" : "?25h");
    if (modes.cursorBlinks != null) {
      mode(true, modes.cursorBlinks ? "?12h" : "?12l");
    }
    if (modes.mouseTracking != 0) {
      out.text("\033[?").number(modes.mouseTracking).put('h');
    }
    if (modes.mouseEncoding != 0) {
      out.text("\033[?").number(modes.mouseEncoding).put('h');
    }
    if (modes.cursorShape != 0) {
      out.text("\033[").number(modes.cursorShape).text(" q");
    }
    if (modes.applicationKeypad) {
      out.text("\033=");
    }
  }

  private void mode(boolean isOn, String sequence) {
    if (isOn) {
      out.text("\033[").text(sequence);
    }
  }

  private void charsetsAndPen() {
    Pen pen = terminal.pen;
    SavedCursor saved = terminal.active.saved;
    Charsets charsets = terminal.charsets;
    boolean detached = charsets.active() != charsets.set(charsets.level());
    int flags = (pen.foreground() ^ saved.foreground) & UNDERLINE;
    flags |= (pen.background() ^ saved.background) & EXTENDED;
    penFromSaved = !isReachable(pen) && flags == 0;
    if (detached || penFromSaved) {
      brush.extended(pen.extended(), pen.link());
    }
    designate(charsets);
    if (detached || penFromSaved) {
      out.text("\0338");
      if (!detached) {
        shift(charsets.level());
      }
    }
    if (penFromSaved) {
      brush.others(pen.foreground(), pen.background());
    } else {
      brush.use(pen.foreground(), pen.background(), pen.extended(), pen.link());
    }
  }

  /** Whether SGR and OSC 8 lead to exactly this pen, with what it has that does not count yet. */
  private static boolean isReachable(Pen pen) {
    boolean styled = underlineStyle(pen.extended()) != 0;
    boolean underlined = (pen.foreground() & UNDERLINE) != 0;
    boolean counts = (pen.background() & EXTENDED) != 0;
    boolean isStale = counts && !underlined && !styled && pen.link() == null;
    return underlined == styled && (isStale || counts == (styled || pen.link() != null));
  }

  private void designate(Charsets charsets) {
    String intermediates = "()*+";
    for (int set = 0; set < Charsets.SETS; set++) {
      Charset charset = charsets.set(set);
      if (charset != Charset.ASCII) {
        out.put(27).put(intermediates.charAt(set)).put(charset.designator());
      }
    }
    if (charsets.level() > 0) {
      shift(charsets.level());
    }
  }

  private void shift(int level) {
    switch (level) {
      case 0 -> out.put(15);
      case 1 -> out.put(14);
      case 2 -> out.text("\033n");
      default -> out.text("\033o");
    }
  }

  // ---- the cursor ----

  private void cursor() {
    Buffer buffer = terminal.active;
    if (terminal.joinWidth > 0 && joinable(buffer)) {
      return;
    }
    if (buffer.x < columns) {
      goTo(buffer.x, line(buffer));
      insertMode();
      return;
    }
    int column = lastColumn(buffer);
    if (column >= 0 && (hasPenStyle(column) || canChangePen(column))) {
      pendingWrap(buffer, column);
    } else if (buffer == terminal.main) {
      // Between the screens the cursor moves as it is, and the alternate one is empty again after.
      out.text("\033[?47h");
      goTo(columns - 1, buffer.y);
      out.text("x\033[?47l");
    } else {
      goTo(columns - 1, line(buffer));
    }
    insertMode();
    if (buffer.x > columns) {
      out.codePoint(COMBINING);
    }
  }

  /** Lines count from the scroll region's top if that is the origin. */
  private int line(Buffer buffer) {
    return terminal.modes.origin ? Math.max(buffer.y - buffer.top, 0) : buffer.y;
  }

  private void insertMode() {
    if (terminal.modes.insert) {
      out.text("\033[4h");
    }
  }

  /**
   * Prints the last character again, so that what the program writes next may combine with it or
   * repeat it. Whether that can be done.
   */
  private boolean joinable(Buffer buffer) {
    int width = terminal.joinWidth;
    int column = buffer.x - width;
    if (column >= 0
        && buffer.x <= columns
        && isText(buffer, column, width)
        && hasPenStyle(column)) {
      insertMode();
      goTo(column, line(buffer));
      if (terminal.modes.insert) {
        out.text("\033[").number(width).put('P');
      }
      print(buffer.currentRow().text(column));
      return true;
    }
    if (width == 2 && buffer.x == columns - 1 && !terminal.modes.autoWrap) {
      // A wide character that did not fit, and was not printed.
      insertMode();
      goTo(buffer.x, line(buffer));
      out.codePoint(WIDE);
      return true;
    }
    return false;
  }

  private static boolean isText(Buffer buffer, int column, int width) {
    Row row = buffer.currentRow();
    long cell = row.get(column);
    return Cells.hasContent(cell)
        && Cells.width(cell) == width
        && CharWidth.of(row.text(column).codePointAt(0)) == width
        && (width > 0 || !Cells.isCombined(cell))
        && (width < 2 || row.isTail(column + 1));
  }

  /** Whether the viewer's pen can be given a cell's style, and then its own again. */
  private boolean canChangePen(int column) {
    int style = Cells.style(terminal.active.currentRow().get(column));
    return !penFromSaved && Brush.isReachable(terminal.styles, style);
  }

  private boolean hasPenStyle(int column) {
    return Cells.style(terminal.active.currentRow().get(column))
        == Cells.style(terminal.pen.base());
  }

  /** The column where the character begins that ends at the margin, -1 if there is none. */
  private int lastColumn(Buffer buffer) {
    for (int width = 0; width <= 2; width++) {
      int column = columns - Math.max(width, 1);
      if (isText(buffer, column, width)) {
        return column;
      }
    }
    return -1;
  }

  private void pendingWrap(Buffer buffer, int column) {
    Row row = buffer.currentRow();
    String text = row.text(column);
    goTo(column, line(buffer));
    if (hasPenStyle(column)) {
      print(text);
      out.put(NUL);
    } else {
      brush.use(terminal.styles, Cells.style(row.get(column)));
      print(text);
      Pen pen = terminal.pen;
      brush.use(pen.foreground(), pen.background(), pen.extended(), pen.link());
    }
  }

  private void print(String text) {
    text.codePoints()
        .map(character -> terminal.charsets.active().unmap(character))
        .forEach(out::codePoint);
  }

  private void goTo(int column, int line) {
    out.text("\033[").number(line + 1).put(';').number(column + 1).put('H');
  }
}
