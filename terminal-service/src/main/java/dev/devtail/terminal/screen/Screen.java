package dev.devtail.terminal.screen;

import java.util.Optional;

/**
 * The state of a terminal, kept up to date from what its program writes, and given to a viewer as a
 * stream of escape sequences that draws it.
 *
 * <p>It does what xterm.js 6.0 does in its default configuration; what cannot be drawn there is
 * listed at {@link #dump}. What could take memory or time without end is bounded: text and count of
 * a sequence's parameters, strings, titles, links, combining characters, repetitions (REP). It
 * answers nothing and takes no locks: an instance belongs to one thread. It never throws for what a
 * program writes.
 */
public final class Screen {
  /** Smallest size, as in xterm.js: a wide character needs two columns. */
  public static final int MIN_COLUMNS = 2;

  public static final int MIN_ROWS = 1;

  /** Largest size: it bounds what one terminal may cost. */
  public static final int MAX_COLUMNS = 1000;

  public static final int MAX_ROWS = 1000;

  private final Terminal terminal;
  private final Commands commands;
  private final Parser parser;

  /**
   * @param columns width, brought into {@value #MIN_COLUMNS} to {@value #MAX_COLUMNS}
   * @param rows height, brought into {@value #MIN_ROWS} to {@value #MAX_ROWS}
   * @param scrollbackLines most lines kept above the screen; the oldest go earlier if they take
   *     more than {@value Scrollback#MAX_BYTES} bytes
   * @throws IllegalArgumentException if the number of lines is negative
   */
  public Screen(int columns, int rows, int scrollbackLines) {
    if (scrollbackLines < 0) {
      throw new IllegalArgumentException(
          "scrollbackLines: " + scrollbackLines + " (expected: >= 0)");
    }
    terminal = new Terminal(validColumns(columns), validRows(rows), scrollbackLines);
    commands = new Commands(terminal);
    parser = new Parser(new Interpreter(terminal, commands, this::resetParser));
  }

  /** Has a listener told of every operating system command from now on. */
  public void onCommand(CommandListener listener) {
    commands.listener(listener);
  }

  /** Takes the next piece of what the program wrote. It may be cut anywhere. */
  public void write(byte[] bytes, int offset, int length) {
    parser.parse(bytes, offset, length);
  }

  /**
   * Gives the screen another size, as xterm.js does: wrapped lines of the main screen are broken
   * anew but for the one with the cursor, the alternate screen's are not. There, what no longer
   * fits is lost, while xterm.js hides it and may show it again when the screen widens before the
   * program has drawn it anew.
   */
  public void resize(int columns, int rows) {
    int newColumns = validColumns(columns);
    int newRows = validRows(rows);
    if (newColumns != columns() || newRows != rows()) {
      terminal.resize(newColumns, newRows);
    }
  }

  /**
   * Draws the terminal: a stream of escape sequences in UTF-8 which brings a terminal of the same
   * size and with the same number of scrollback lines, fresh or reset by {@code ESC c}, to the
   * state it would have from the whole of what the program wrote. The end may be the beginning of a
   * sequence or a character that the program has not finished.
   *
   * <p>The stream holds no question, so that no viewer answers into the shell. (A viewer that is
   * asked for focus events, {@code CSI ? 1004 h}, reports its focus once when it is switched on.)
   *
   * <p>Not the same are, each of them rare:
   *
   * <ul>
   *   <li>halves of wide characters, which are drawn empty;
   *   <li>a pending wrap on the alternate screen behind an empty last cell, or behind one of
   *       another style than a pen that only a restored cursor leads to;
   *   <li>a cursor outside of the scroll region that is the origin;
   *   <li>the underline of the pen, if restoring a cursor left it in a state no sequence leads to
   *       and the saved one is another by now;
   *   <li>emptiness with attributes other than a colour in the last two cells of the screen;
   *   <li>in a terminal of one row, emptiness at the end of a wrapped line, which becomes a space;
   *   <li>synchronized output (DECSET 2026), which is never left on.
   * </ul>
   */
  public byte[] dump() {
    return dump(Integer.MAX_VALUE);
  }

  /**
   * As {@link #dump()}, but as if the oldest lines above the screen had never been kept, as many as
   * it takes for the stream to be no larger. The screen itself is always drawn.
   *
   * @param maxBytes most bytes of the stream; it is larger only if no line above the screen is left
   */
  public byte[] dump(int maxBytes) {
    Output pending = new Output();
    parser.writePending(pending);
    Output out = Dump.of(terminal, maxBytes - pending.size());
    return out.put(pending.array(), 0, pending.size()).toBytes();
  }

  /**
   * The line with the cursor if what is typed there is drawn in the plainest way: on the main
   * screen, without attributes or other modes, and while the program is not in the middle of a
   * sequence or character.
   */
  public Optional<CursorLine> cursorLine() {
    Buffer buffer = terminal.active;
    Modes modes = terminal.modes;
    Pen pen = terminal.pen;
    boolean plainPen =
        pen.foreground() == 0 && pen.background() == 0 && pen.extended() == 0 && pen.link() == null;
    boolean plainModes = !modes.insert && !modes.origin && modes.autoWrap && !modes.cursorHidden;
    boolean plainPlace = buffer == terminal.main && buffer.x < buffer.columns();
    boolean plainText = terminal.charsets.active() == Charset.ASCII;
    Output pending = new Output();
    parser.writePending(pending);
    return plainPen && plainModes && plainPlace && plainText && pending.toBytes().length == 0
        ? Optional.of(CursorLine.of(buffer))
        : Optional.empty();
  }

  /** What the program named its window, at most {@value Terminal#MAX_TITLE} characters. */
  public String title() {
    return terminal.title;
  }

  public int columns() {
    return terminal.columns();
  }

  public int rows() {
    return terminal.rows();
  }

  Terminal terminal() {
    return terminal;
  }

  private void resetParser() {
    parser.reset();
  }

  private static int validColumns(int columns) {
    return Math.clamp(columns, MIN_COLUMNS, MAX_COLUMNS);
  }

  private static int validRows(int rows) {
    return Math.clamp(rows, MIN_ROWS, MAX_ROWS);
  }
}
