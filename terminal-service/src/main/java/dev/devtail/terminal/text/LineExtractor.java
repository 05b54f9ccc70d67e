package dev.devtail.terminal.text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The lines of text in what a program wrote, without escape sequences, to be searched. A line is
 * overwritten as on a screen while the cursor stays in it (carriage return, backspace, moves to the
 * left and right, erasing); whatever moves the cursor elsewhere ends it. A line that was there a
 * short while ago is not told again: programs that draw a whole screen draw it many times.
 *
 * <p>It is lighter than a screen and enough for words; how it looked is what {@link
 * dev.devtail.terminal.screen.Screen} is for.
 */
public final class LineExtractor {

  /** Lines that are remembered as told. */
  private static final int REMEMBERED = 256;

  /** Where in a sequence the stream is. */
  private enum State {
    TEXT,
    ESCAPE,
    /** ESC and an intermediate: one more character. */
    ESCAPE_MORE,
    CONTROL,
    /** OSC, DCS and others, up to ST or BEL. */
    STRING,
    STRING_ESCAPE
  }

  private static final int MAX_PARAMETER = 100_000;

  /** Of a line when every line is told, in characters. */
  private static final int MAX_CHARS_OF_EVERY_LINE = 64 * 1024;

  private final Consumer<TextLine> lines;
  private final boolean byBeginning;
  private final boolean everyLine;
  private final int maxChars;
  private final StringBuilder line = new StringBuilder();
  private int column;
  private long beganAt;
  private long touchedAt;
  private State state = State.TEXT;
  private int parameter;
  private boolean firstParameter;

  private final Map<String, Boolean> told =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Lines are told with when their last character came. */
  public LineExtractor(Consumer<TextLine> lines) {
    this(lines, false, false);
  }

  private LineExtractor(Consumer<TextLine> lines, boolean byBeginning, boolean everyLine) {
    this.lines = lines;
    this.byBeginning = byBeginning;
    this.everyLine = everyLine;
    this.maxChars = everyLine ? MAX_CHARS_OF_EVERY_LINE : TextLine.MAX_CHARS;
  }

  /** Lines are told with where their first character is. */
  public static LineExtractor ofOutput(Consumer<TextLine> lines) {
    return new LineExtractor(lines, true, false);
  }

  /**
   * As {@link #ofOutput}, for reading: lines that are empty or were there before are told as well,
   * and long ones whole.
   */
  public static LineExtractor ofEveryLine(Consumer<TextLine> lines) {
    return new LineExtractor(lines, true, true);
  }

  /**
   * Takes what was shown; sequences may be cut anywhere, characters may not.
   *
   * @param at what the lines are told with that end in this piece
   */
  public void write(long at, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (state) {
        case TEXT -> text(at, c);
        case ESCAPE -> escape(c);
        case ESCAPE_MORE -> state = State.TEXT;
        case CONTROL -> control(c);
        case STRING -> string(c);
        case STRING_ESCAPE -> state = c == '\\' ? State.TEXT : State.STRING;
      }
    }
  }

  /** Ends the line that is not finished. */
  public void end() {
    end(false);
  }

  private void end(boolean evenEmpty) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ') {
      end--;
    }
    if (end > 0 || evenEmpty) {
      String text = line.substring(0, end);
      if (everyLine || told.put(text, true) == null) {
        lines.accept(new TextLine(byBeginning ? beganAt : touchedAt, text));
      }
    }
    line.setLength(0);
    column = 0;
  }

  private void text(long at, char c) {
    switch (c) {
      case '\033' -> state = State.ESCAPE;
      case '\r' -> column = 0;
      case '\n', '\013', '\f' -> newLine(at);
      case '\b' -> column = Math.max(0, column - 1);
      case '\t' -> put(at, ' ');
      default -> {
        if (!Character.isISOControl(c)) {
          put(at, c);
        }
      }
    }
  }

  private void newLine(long at) {
    if (line.isEmpty()) {
      beganAt = at;
    }
    end(everyLine);
  }

  private void put(long at, char c) {
    if (column >= maxChars) {
      end();
    }
    if (line.isEmpty()) {
      beganAt = at;
    }
    while (line.length() < column) {
      line.append(' ');
    }
    if (column < line.length()) {
      line.setCharAt(column, c);
    } else {
      line.append(c);
    }
    column++;
    touchedAt = at;
  }

  private void escape(char c) {
    state = State.TEXT;
    switch (c) {
      case '[' -> {
        state = State.CONTROL;
        parameter = 0;
        firstParameter = true;
      }
      case ']', 'P', 'X', '^', '_' -> state = State.STRING;
      case ' ', '#', '%', '(', ')', '*', '+', '-', '.', '/' -> state = State.ESCAPE_MORE;
      // Index, next line, reverse index, reset: the cursor goes elsewhere.
      case 'D', 'E', 'M', 'c' -> end();
      default -> {
        // Modes and the like: nothing to be seen.
      }
    }
  }

  private void control(char c) {
    if (c >= '0' && c <= '9') {
      if (firstParameter) {
        parameter = Math.min(parameter * 10 + (c - '0'), MAX_PARAMETER);
      }
    } else if (c == ';' || c == ':') {
      firstParameter = false;
    } else if (c >= '@' && c <= '~') {
      state = State.TEXT;
      move(c, Math.max(1, parameter));
    }
  }

  private void move(char kind, int count) {
    switch (kind) {
      case 'C' -> column = Math.min(column + count, maxChars);
      case 'D' -> column = Math.max(0, column - count);
      case 'G', '`' -> column = Math.min(count - 1, maxChars);
      case 'K' -> erase();
      case 'P' ->
          line.delete(Math.min(column, line.length()), Math.min(column + count, line.length()));
      case 'A', 'B', 'E', 'F', 'H', 'J', 'L', 'M', 'S', 'T', 'd', 'f', 'r' -> end();
      default -> {
        // Colours and modes.
      }
    }
  }

  private void erase() {
    if (parameter == 0) {
      line.setLength(Math.min(line.length(), column));
    } else if (parameter == 2) {
      line.setLength(0);
    }
  }

  private void string(char c) {
    if (c == '\007' || c == '\u009c') {
      state = State.TEXT;
    } else if (c == '\033') {
      state = State.STRING_ESCAPE;
    }
  }
}
