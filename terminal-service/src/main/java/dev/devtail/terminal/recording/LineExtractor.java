package dev.devtail.terminal.recording;

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
final class LineExtractor {

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

  private final Consumer<TextLine> lines;
  private final StringBuilder line = new StringBuilder();
  private int column;
  private long touchedMillis;
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

  LineExtractor(Consumer<TextLine> lines) {
    this.lines = lines;
  }

  /** Takes what was shown at a time; sequences may be cut anywhere, characters may not. */
  void write(long timeMillis, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (state) {
        case TEXT -> text(timeMillis, c);
        case ESCAPE -> escape(c);
        case ESCAPE_MORE -> state = State.TEXT;
        case CONTROL -> control(c);
        case STRING -> string(c);
        case STRING_ESCAPE -> state = c == '\\' ? State.TEXT : State.STRING;
      }
    }
  }

  /** Ends the line that is not finished. */
  void end() {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ') {
      end--;
    }
    if (end > 0) {
      String text = line.substring(0, end);
      if (told.put(text, true) == null) {
        lines.accept(new TextLine(touchedMillis, text));
      }
    }
    line.setLength(0);
    column = 0;
  }

  private void text(long timeMillis, char c) {
    switch (c) {
      case '\033' -> state = State.ESCAPE;
      case '\r' -> column = 0;
      case '\n', '\013', '\f' -> end();
      case '\b' -> column = Math.max(0, column - 1);
      case '\t' -> put(timeMillis, ' ');
      default -> {
        if (!Character.isISOControl(c)) {
          put(timeMillis, c);
        }
      }
    }
  }

  private void put(long timeMillis, char c) {
    if (column >= TextLine.MAX_CHARS) {
      end();
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
    touchedMillis = timeMillis;
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
      case 'C' -> column = Math.min(column + count, TextLine.MAX_CHARS);
      case 'D' -> column = Math.max(0, column - count);
      case 'G', '`' -> column = Math.min(count - 1, TextLine.MAX_CHARS);
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
