package dev.devtail.terminal.screen;

/**
 * Does what control functions say. What it does not know is dropped, and so is every question (DA,
 * DSR, DECRQM, DECRQSS, OSC with {@code ?}): the viewers' terminals answer those.
 */
final class Interpreter implements Parser.Handler {
  /** Control functions of C1, and the same as escape sequences. */
  private static final int INDEX = 0x84;

  private static final int NEXT_LINE = 0x85;
  private static final int TAB_SET = 0x88;

  private static final int BACKSPACE = 8;
  private static final int TAB = 9;
  private static final int LINE_FEED = 10;
  private static final int VERTICAL_TAB = 11;
  private static final int FORM_FEED = 12;
  private static final int CARRIAGE_RETURN = 13;
  private static final int SHIFT_OUT = 14;
  private static final int SHIFT_IN = 15;

  private static final int PRIVATE = '?' << 8;

  private final Terminal terminal;
  private final Printer printer;
  private final Sgr sgr;
  private final ModeSwitch modeSwitch;
  private final Commands commands;
  private final Runnable parserReset;

  /**
   * @param parserReset brings the parser back to its beginning
   */
  Interpreter(Terminal terminal, Commands commands, Runnable parserReset) {
    this.terminal = terminal;
    this.commands = commands;
    this.parserReset = parserReset;
    printer = new Printer(terminal);
    sgr = new Sgr(terminal.pen);
    modeSwitch = new ModeSwitch(terminal);
  }

  @Override
  public void textBegins() {
    printer.begin();
  }

  @Override
  public void ascii(byte[] bytes, int offset, int length) {
    printer.ascii(bytes, offset, length);
  }

  @Override
  public void codePoint(int codePoint) {
    printer.print(codePoint);
  }

  @Override
  public void textEnds() {
    printer.end();
  }

  @Override
  public void controlEnds() {
    terminal.joinWidth = 0;
  }

  @Override
  public void command(int number, String text) {
    commands.command(number, text);
  }

  @Override
  public void control(int character) {
    Buffer buffer = terminal.active;
    switch (character) {
      case LINE_FEED, VERTICAL_TAB, FORM_FEED -> lineFeed();
      case CARRIAGE_RETURN -> buffer.x = 0;
      case BACKSPACE -> backspace();
      case TAB -> tab(1);
      case SHIFT_OUT -> terminal.charsets.shift(1);
      case SHIFT_IN -> terminal.charsets.shift(0);
      case INDEX -> index();
      case NEXT_LINE -> nextLine();
      case TAB_SET -> buffer.tabs.set(buffer.x);
      default -> {}
    }
  }

  @Override
  public void escape(int function) {
    Buffer buffer = terminal.active;
    switch (function) {
      case '7' -> terminal.saveCursor();
      case '8' -> terminal.restoreCursor();
      case 'D' -> index();
      case 'E' -> nextLine();
      case 'H' -> buffer.tabs.set(buffer.x);
      case 'M' -> reverseIndex();
      case 'c' -> {
        parserReset.run();
        terminal.reset();
      }
      case '=' -> terminal.modes.applicationKeypad = true;
      case '>' -> terminal.modes.applicationKeypad = false;
      case '~' -> terminal.charsets.shift(1);
      case 'n', '}' -> terminal.charsets.shift(2);
      case 'o', '|' -> terminal.charsets.shift(3);
      case '#' << 8 | '8' -> alignmentPattern();
      case '%' << 8 | '@', '%' << 8 | 'G' -> {
        terminal.charsets.shift(0);
        terminal.charsets.designate(0, Charset.ASCII);
      }
      default -> designate(function >> 8, function & 0xFF);
    }
  }

  private void designate(int intermediate, int finalCharacter) {
    int index =
        switch (intermediate) {
          case '(' -> 0;
          case ')', '-' -> 1;
          case '*', '.' -> 2;
          case '+' -> 3;
          default -> -1;
        };
    Charset charset = Charset.of(finalCharacter);
    if (index >= 0 && charset != null) {
      terminal.charsets.designate(index, charset);
    }
  }

  @Override
  public void sequence(int function, Params params) {
    Buffer buffer = terminal.active;
    boolean origin = terminal.modes.origin;
    int count = params.firstOrOne();
    switch (function) {
      case 'm' -> sgr.apply(params);
      case 'H', 'f' -> {
        int column = params.count() > 1 ? Math.max(params.get(1), 1) - 1 : 0;
        buffer.moveTo(column, count - 1, origin);
      }
      case 'A' -> up(count);
      case 'B' -> down(count);
      case 'C', 'a' -> buffer.moveBy(count, 0, origin);
      case 'D' -> buffer.moveBy(-count, 0, origin);
      case 'E' -> {
        down(count);
        buffer.x = 0;
      }
      case 'F' -> {
        up(count);
        buffer.x = 0;
      }
      case 'G', '`' -> buffer.moveTo(count - 1, buffer.y, origin);
      case 'd' -> buffer.moveTo(buffer.x, count - 1, origin);
      case 'e' -> buffer.moveBy(0, count, origin);
      case 'I' -> tab(count);
      case 'Z' -> backTab(count);
      case 'g' -> clearTabs(params.get(0));
      case 's' -> terminal.saveCursor();
      case 'u' -> terminal.restoreCursor();
      case 'r' -> scrollRegion(params);
      case 'b' -> printer.repeat(count);
      case 'h' -> modeSwitch.set(params, true);
      case 'l' -> modeSwitch.set(params, false);
      case PRIVATE | 'h' -> modeSwitch.setPrivate(params);
      case PRIVATE | 'l' -> modeSwitch.resetPrivate(params);
      case '!' << 8 | 'p' -> terminal.softReset();
      case ' ' << 8 | 'q' -> terminal.modes.cursorShape(params.get(0));
      case '"' << 8 | 'q' -> protect(params.get(0));
      default -> edit(function, params);
    }
  }

  /** The control sequences that change what is on the screen. */
  private void edit(int function, Params params) {
    Buffer buffer = terminal.active;
    boolean origin = terminal.modes.origin;
    int count = params.firstOrOne();
    long fill = terminal.pen.eraser();
    switch (function) {
      case 'J' -> eraseDisplay(params.get(0), fill, false);
      case 'K' -> eraseLine(params.get(0), fill, false);
      case PRIVATE | 'J' -> eraseDisplay(params.get(0), fill, true);
      case PRIVATE | 'K' -> eraseLine(params.get(0), fill, true);
      case 'L' -> insertLines(count, fill);
      case 'M' -> deleteLines(count, fill);
      case '@' -> {
        buffer.restrict(origin);
        buffer.currentRow().insert(buffer.x, count, fill);
      }
      case 'P' -> {
        buffer.restrict(origin);
        buffer.currentRow().delete(buffer.x, count, fill);
      }
      case 'X' -> {
        buffer.restrict(origin);
        int end = Math.min(count, buffer.columns() - buffer.x) + buffer.x;
        buffer.currentRow().erase(buffer.x, end, fill);
      }
      case 'S' -> {
        for (int i = Math.min(count, height()); i > 0; i--) {
          buffer.deleteLine(buffer.top, fill);
        }
      }
      case 'T' -> {
        for (int i = Math.min(count, height()); i > 0; i--) {
          buffer.insertLine(buffer.top, Cells.BLANK);
        }
      }
      case ' ' << 8 | '@' -> shiftColumns(0, -count, fill);
      case ' ' << 8 | 'A' -> shiftColumns(0, count, fill);
      case '\'' << 8 | '}' -> shiftColumns(buffer.x, count, fill);
      case '\'' << 8 | '~' -> shiftColumns(buffer.x, -count, fill);
      default -> {}
    }
  }

  // ---- the cursor ----

  private void lineFeed() {
    Buffer buffer = terminal.active;
    if (terminal.modes.newLine) {
      buffer.x = 0;
    }
    if (buffer.y == buffer.bottom) {
      buffer.scroll(terminal.pen.eraser(), false);
    } else if (buffer.y < buffer.rows() - 1) {
      buffer.y++;
      buffer.currentRow().wrapped = false;
    }
    if (buffer.x >= buffer.columns()) {
      buffer.x--;
    }
  }

  private void index() {
    Buffer buffer = terminal.active;
    buffer.restrict(terminal.modes.origin);
    if (buffer.y == buffer.bottom) {
      buffer.scroll(terminal.pen.eraser(), false);
    } else {
      buffer.y++;
    }
    buffer.restrict(terminal.modes.origin);
  }

  private void nextLine() {
    terminal.active.x = 0;
    index();
  }

  private void reverseIndex() {
    Buffer buffer = terminal.active;
    buffer.restrict(terminal.modes.origin);
    if (buffer.y == buffer.top) {
      buffer.insertLine(buffer.top, terminal.pen.eraser());
    } else {
      buffer.y--;
      buffer.restrict(terminal.modes.origin);
    }
  }

  private void backspace() {
    Buffer buffer = terminal.active;
    boolean origin = terminal.modes.origin;
    if (!terminal.modes.reverseWrap) {
      buffer.restrict(origin);
      buffer.x = Math.max(buffer.x - 1, 0);
      return;
    }
    buffer.restrict(buffer.columns(), origin);
    Row row = buffer.currentRow();
    if (buffer.x > 0) {
      buffer.x--;
    } else if (buffer.y > buffer.top && buffer.y <= buffer.bottom && row.wrapped) {
      row.wrapped = false;
      buffer.y--;
      buffer.x = buffer.columns() - 1;
      if (Cells.isBlank(buffer.currentRow().get(buffer.x))) {
        // Left free because a wide character did not fit.
        buffer.x--;
      }
    }
    buffer.restrict(origin);
  }

  private void up(int count) {
    Buffer buffer = terminal.active;
    int toTop = buffer.y - buffer.top;
    buffer.moveBy(0, -(toTop >= 0 ? Math.min(toTop, count) : count), terminal.modes.origin);
  }

  private void down(int count) {
    Buffer buffer = terminal.active;
    int toBottom = buffer.bottom - buffer.y;
    buffer.moveBy(0, toBottom >= 0 ? Math.min(toBottom, count) : count, terminal.modes.origin);
  }

  private void tab(int count) {
    Buffer buffer = terminal.active;
    int last = buffer.columns() - 1;
    for (int i = count; i > 0 && buffer.x < last; i--) {
      buffer.x = buffer.tabs.after(buffer.x, buffer.columns());
    }
  }

  private void backTab(int count) {
    Buffer buffer = terminal.active;
    if (buffer.x < buffer.columns()) {
      for (int i = count; i > 0 && buffer.x > 0; i--) {
        buffer.x = buffer.tabs.before(buffer.x);
      }
    }
  }

  private void clearTabs(int what) {
    Buffer buffer = terminal.active;
    if (what == 0) {
      buffer.tabs.clear(buffer.x);
    } else if (what == 3) {
      buffer.tabs.clear();
    }
  }

  private void scrollRegion(Params params) {
    Buffer buffer = terminal.active;
    int top = params.firstOrOne();
    int bottom = params.count() < 2 ? 0 : params.get(1);
    if (bottom == 0 || bottom > buffer.rows()) {
      bottom = buffer.rows();
    }
    if (bottom > top) {
      buffer.top = top - 1;
      buffer.bottom = bottom - 1;
      buffer.moveTo(0, 0, terminal.modes.origin);
    }
  }

  // ---- editing ----

  private int height() {
    return terminal.active.bottom - terminal.active.top + 1;
  }

  private void eraseDisplay(int what, long fill, boolean selective) {
    Buffer buffer = terminal.active;
    buffer.restrict(buffer.columns(), terminal.modes.origin);
    switch (what) {
      case 0 -> {
        eraseLine(0, fill, selective);
        eraseLines(buffer.y + 1, buffer.rows(), fill, selective);
      }
      case 1 -> {
        eraseLine(1, fill, selective);
        buffer.currentRow().wrapped = false;
        if (buffer.x + 1 >= buffer.columns() && buffer.y + 1 < buffer.rows()) {
          buffer.row(buffer.y + 1).wrapped = false;
        }
        eraseLines(0, buffer.y, fill, selective);
      }
      case 2 -> eraseLines(0, buffer.rows(), fill, selective);
      case 3 -> buffer.scrollback().clear();
      default -> {}
    }
  }

  private void eraseLines(int from, int to, long fill, boolean selective) {
    for (int line = from; line < to; line++) {
      Row row = terminal.active.row(line);
      if (selective) {
        row.fillUnprotected(fill);
      } else {
        row.fill(fill);
      }
      row.wrapped = false;
    }
  }

  private void eraseLine(int what, long fill, boolean selective) {
    Buffer buffer = terminal.active;
    buffer.restrict(buffer.columns(), terminal.modes.origin);
    Row row = buffer.currentRow();
    switch (what) {
      case 0 -> {
        erase(row, buffer.x, buffer.columns(), fill, selective);
        row.wrapped &= buffer.x > 0;
      }
      case 1 -> erase(row, 0, buffer.x + 1, fill, selective);
      case 2 -> {
        erase(row, 0, buffer.columns(), fill, selective);
        row.wrapped = false;
      }
      default -> {}
    }
  }

  private static void erase(Row row, int from, int to, long fill, boolean selective) {
    if (selective) {
      row.eraseUnprotected(from, to, fill);
    } else {
      row.erase(from, to, fill);
    }
  }

  private void insertLines(int count, long fill) {
    Buffer buffer = terminal.active;
    buffer.restrict(terminal.modes.origin);
    if (!buffer.isOutsideRegion()) {
      for (int i = Math.min(count, height()); i > 0; i--) {
        buffer.insertLine(buffer.y, fill);
      }
      buffer.x = 0;
    }
  }

  private void deleteLines(int count, long fill) {
    Buffer buffer = terminal.active;
    buffer.restrict(terminal.modes.origin);
    if (!buffer.isOutsideRegion()) {
      for (int i = Math.min(count, height()); i > 0; i--) {
        buffer.deleteLine(buffer.y, fill);
      }
      buffer.x = 0;
    }
  }

  /** Moves the text of the region's lines right, or left if the count is negative. */
  private void shiftColumns(int column, int count, long fill) {
    Buffer buffer = terminal.active;
    if (buffer.isOutsideRegion()) {
      return;
    }
    for (int line = buffer.top; line <= buffer.bottom; line++) {
      Row row = buffer.row(line);
      if (count > 0) {
        row.insert(column, count, fill);
      } else {
        row.delete(column, -count, fill);
      }
      row.wrapped = false;
    }
  }

  private void protect(int what) {
    if (what == 1) {
      terminal.pen.background(Attributes.PROTECTED, 0);
    } else if (what == 0 || what == 2) {
      terminal.pen.background(0, Attributes.PROTECTED);
    }
  }

  private void alignmentPattern() {
    Buffer buffer = terminal.active;
    Pen pen = terminal.pen;
    int style = terminal.styles.id(pen.foreground(), pen.background(), 0, null);
    long base = Cells.base(style, (pen.background() & Attributes.PROTECTED) != 0);
    buffer.moveTo(0, 0, terminal.modes.origin);
    int from = buffer == terminal.main ? buffer.y : 0;
    for (int line = from; line < buffer.rows(); line++) {
      Row row = buffer.row(line);
      row.fill(Cells.of(base, 'E', 1));
      row.wrapped = false;
    }
    buffer.moveTo(0, 0, terminal.modes.origin);
  }
}
