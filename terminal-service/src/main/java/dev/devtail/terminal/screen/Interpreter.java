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
  private final Editor editor;
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
    editor = new Editor(terminal);
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
      case '#' << 8 | '8' -> editor.alignmentPattern();
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
      default -> editor.sequence(function, params);
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

  private void protect(int what) {
    if (what == 1) {
      terminal.pen.background(Attributes.PROTECTED, 0);
    } else if (what == 0 || what == 2) {
      terminal.pen.background(0, Attributes.PROTECTED);
    }
  }
}
