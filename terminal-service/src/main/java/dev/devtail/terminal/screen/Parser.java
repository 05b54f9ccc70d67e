package dev.devtail.terminal.screen;

/**
 * Splits a stream of bytes, cut anywhere, into text and control functions: the state machine of
 * Paul Williams (vt100.net/emu/dec_ansi_parser) as xterm.js runs it, over code points instead of
 * bytes, with colons in parameters. Malformed UTF-8 is dropped.
 */
final class Parser {
  /** Longest text of an OSC or DCS, in bytes; longer ones are parsed but have no effect. */
  static final int MAX_STRING_BYTES = 16 * 1024;

  /** Memory a string buffer keeps from one string to the next. */
  private static final int KEPT_STRING_BYTES = 256;

  /** What the parser finds. */
  interface Handler {
    /** Text begins; it goes on until {@link #textEnds}. */
    void textBegins();

    /** Printable ASCII. */
    void ascii(byte[] bytes, int offset, int length);

    void codePoint(int codePoint);

    void textEnds();

    /** A control character of C0 or C1. */
    void control(int character);

    /**
     * An escape sequence.
     *
     * @param function intermediate characters and the final one, a byte each
     */
    void escape(int function);

    /**
     * A control sequence.
     *
     * @param function prefix, intermediate characters and the final one, a byte each
     */
    void sequence(int function, Params params);

    /** An operating system command. */
    void command(int number, String text);

    /** After each of the controls above, and after a device control string. */
    void controlEnds();
  }

  private enum State {
    GROUND,
    ESCAPE,
    ESCAPE_INTERMEDIATE,
    CSI_ENTRY,
    CSI_PARAM,
    CSI_INTERMEDIATE,
    CSI_IGNORE,
    DCS_ENTRY,
    DCS_PARAM,
    DCS_INTERMEDIATE,
    DCS_IGNORE,
    DCS_STRING,
    OSC_STRING,
    OTHER_STRING
  }

  private static final int ESC = 0x1B;
  private static final int BEL = 0x07;
  private static final int CANCEL = 0x18;
  private static final int SUBSTITUTE = 0x1A;
  private static final int DELETE = 0x7F;
  private static final int C1_DCS = 0x90;
  private static final int C1_SOS = 0x98;
  private static final int C1_CSI = 0x9B;
  private static final int C1_ST = 0x9C;
  private static final int C1_OSC = 0x9D;
  private static final int C1_PM = 0x9E;
  private static final int C1_APC = 0x9F;

  /** The first code point behind the C1 controls. */
  private static final int BEYOND_CONTROLS = 0xA0;

  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final Handler handler;
  private final Params params = new Params();
  private State state = State.GROUND;
  private boolean inText;

  /** Prefix and intermediate characters, a byte each. */
  private int collected;

  private int dcsFinal;
  private final Output string = new Output();
  private boolean stringTooLong;

  /** The code point being decoded: its bytes so far, and how many are yet to come. */
  private int partial;

  private int partialBytes;
  private int missingBytes;

  Parser(Handler handler) {
    this.handler = handler;
  }

  /** Takes the next piece of the stream. */
  void parse(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int i = offset;
    while (i < end) {
      int b = bytes[i];
      if (missingBytes > 0) {
        i += continues(b) ? 1 : 0;
      } else if (b < 0) {
        begin(b & 0xFF);
        i++;
      } else if (state == State.GROUND) {
        int from = i;
        while (i < end && bytes[i] >= ' ' && bytes[i] != DELETE) {
          i++;
        }
        if (i > from) {
          beginText();
          handler.ascii(bytes, from, i - from);
        } else {
          ground(b);
          i++;
        }
      } else {
        next(b);
        i++;
      }
    }
    endText();
  }

  /** As after a reset of the terminal, in the middle of a stream. */
  void reset() {
    state = State.GROUND;
    clear();
    dropString();
  }

  /** Writes what brings a fresh parser to where this one is. */
  void writePending(Output out) {
    switch (state) {
      case GROUND -> {}
      case ESCAPE -> out.put(ESC);
      case ESCAPE_INTERMEDIATE -> collected(out.put(ESC));
      case CSI_ENTRY -> out.put(ESC).put('[');
      case CSI_PARAM, CSI_INTERMEDIATE -> sequence(out.put(ESC).put('['));
      case CSI_IGNORE -> out.put(ESC).put('[').put('0').put('<');
      case DCS_ENTRY -> out.put(ESC).put('P');
      case DCS_PARAM, DCS_INTERMEDIATE -> sequence(out.put(ESC).put('P'));
      case DCS_IGNORE -> out.put(ESC).put('P').put('0').put('<');
      case DCS_STRING -> {
        out.put(ESC).put('P');
        if (stringTooLong) {
          out.put('0').put('<');
        } else {
          sequence(out);
          out.put(dcsFinal).put(string.array(), 0, string.size());
        }
      }
      case OSC_STRING -> {
        out.put(ESC).put(']');
        if (stringTooLong) {
          out.put('-');
        } else {
          out.put(string.array(), 0, string.size());
        }
      }
      case OTHER_STRING -> out.put(ESC).put('_');
    }
    for (int shift = 8 * (partialBytes - 1); missingBytes > 0 && shift >= 0; shift -= 8) {
      out.put(partial >> shift);
    }
  }

  private void sequence(Output out) {
    int prefix = collected;
    while (prefix > 0xFF) {
      prefix >>>= 8;
    }
    boolean hasPrefix = prefix >= '<';
    if (hasPrefix) {
      out.put(prefix);
    }
    params.write(out);
    collected(out, hasPrefix);
  }

  private void collected(Output out) {
    collected(out, false);
  }

  private void collected(Output out, boolean withoutFirst) {
    boolean skip = withoutFirst;
    for (int shift = 24; shift >= 0; shift -= 8) {
      int character = collected >>> shift & 0xFF;
      if (character != 0) {
        if (!skip) {
          out.put(character);
        }
        skip = false;
      }
    }
  }

  // ---- UTF-8 ----

  private void begin(int b) {
    if (b >= 0xC0 && b < 0xF8) {
      partial = b;
      partialBytes = 1;
      missingBytes = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
    }
  }

  /** Whether the byte belongs to the code point being decoded. */
  private boolean continues(int b) {
    if ((b & 0xC0) != 0x80) {
      missingBytes = 0;
      return false;
    }
    partial = partial << 8 | (b & 0xFF);
    partialBytes++;
    missingBytes--;
    if (missingBytes == 0) {
      int codePoint = decode();
      if (codePoint >= BEYOND_CONTROLS && state == State.GROUND) {
        beginText();
        handler.codePoint(codePoint);
      } else if (codePoint >= 0) {
        next(codePoint);
      }
    }
    return true;
  }

  /** The code point whose bytes have come, or -1 if it is none. */
  private int decode() {
    int low = (partial & 0x3F) | (partial >> 2 & 0xFC0);
    int codePoint;
    int least;
    switch (partialBytes) {
      case 2 -> {
        codePoint = (partial & 0x3F) | (partial >> 2 & 0x7C0);
        least = 0x80;
      }
      case 3 -> {
        codePoint = low | (partial >> 4 & 0xF000);
        least = 0x800;
      }
      default -> {
        codePoint = low | (partial >> 4 & 0x3F000) | (partial >> 6 & 0x1C0000);
        least = 0x10000;
      }
    }
    boolean isCharacter =
        codePoint >= least
            && codePoint <= Character.MAX_CODE_POINT
            && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE)
            && codePoint != BYTE_ORDER_MARK;
    return isCharacter ? codePoint : -1;
  }

  // ---- the state machine ----

  private void beginText() {
    if (!inText) {
      inText = true;
      handler.textBegins();
    }
  }

  private void endText() {
    if (inText) {
      inText = false;
      handler.textEnds();
    }
  }

  /** A character that is neither printable nor beyond ASCII, outside of any sequence. */
  private void ground(int c) {
    endText();
    if (c == ESC) {
      clear();
      state = State.ESCAPE;
    } else if (c != DELETE) {
      control(c);
    }
  }

  private void next(int c) {
    endText();
    if (c == ESC) {
      endString(true);
      clear();
      state = State.ESCAPE;
    } else if (c == CANCEL || c == SUBSTITUTE) {
      endString(false);
      handler.controlEnds();
      state = State.GROUND;
    } else if (c >= 0x80 && c < BEYOND_CONTROLS) {
      c1(c);
    } else {
      advance(c);
    }
  }

  private void c1(int c) {
    switch (c) {
      case C1_DCS -> enter(State.DCS_ENTRY);
      case C1_CSI -> enter(State.CSI_ENTRY);
      case C1_OSC -> beginOsc();
      case C1_SOS, C1_PM, C1_APC -> state = State.OTHER_STRING;
      case C1_ST -> {
        endString(true);
        state = State.GROUND;
      }
      default -> {
        state = State.GROUND;
        control(c);
      }
    }
  }

  private void advance(int c) {
    switch (state) {
      case GROUND -> ground(c);
      case ESCAPE -> escape(c);
      case ESCAPE_INTERMEDIATE -> {
        if (c < ' ') {
          control(c);
        } else if (c < '0') {
          collect(c);
        } else if (c < DELETE) {
          dispatchEscape(c);
        } else if (c > DELETE) {
          state = State.GROUND;
        }
      }
      case CSI_ENTRY, CSI_PARAM, CSI_INTERMEDIATE -> csi(c);
      case CSI_IGNORE -> {
        if (c < ' ') {
          control(c);
        } else if (c >= '@' && c < DELETE) {
          state = State.GROUND;
        }
      }
      case DCS_ENTRY, DCS_PARAM, DCS_INTERMEDIATE -> dcs(c);
      case DCS_IGNORE -> {}
      case DCS_STRING -> {
        if (c != DELETE) {
          append(c);
        }
      }
      case OSC_STRING -> {
        if (c == BEL) {
          endString(true);
          state = State.GROUND;
        } else if (c >= ' ') {
          append(c);
        }
      }
      case OTHER_STRING -> {
        if (c > DELETE) {
          state = State.GROUND;
        }
      }
    }
  }

  private void escape(int c) {
    switch (c) {
      case '[' -> enter(State.CSI_ENTRY);
      case ']' -> beginOsc();
      case 'P' -> enter(State.DCS_ENTRY);
      case 'X', '^', '_' -> state = State.OTHER_STRING;
      case DELETE -> {}
      default -> {
        if (c < ' ') {
          control(c);
        } else if (c < '0') {
          collect(c);
          state = State.ESCAPE_INTERMEDIATE;
        } else if (c < DELETE) {
          dispatchEscape(c);
        } else {
          state = State.GROUND;
        }
      }
    }
  }

  private void csi(int c) {
    if (c < ' ') {
      control(c);
    } else if (c < '0') {
      collect(c);
      state = State.CSI_INTERMEDIATE;
    } else if (c < '@') {
      state = parameter(c, State.CSI_ENTRY, State.CSI_PARAM, State.CSI_IGNORE);
    } else if (c < DELETE) {
      state = State.GROUND;
      handler.sequence(collected << 8 | c, params);
      handler.controlEnds();
    } else if (c > DELETE) {
      state = State.GROUND;
    }
  }

  private void dcs(int c) {
    if (c < ' ' || c == DELETE) {
      return;
    }
    if (c < '0') {
      collect(c);
      state = State.DCS_INTERMEDIATE;
    } else if (c < '@') {
      state = parameter(c, State.DCS_ENTRY, State.DCS_PARAM, State.DCS_IGNORE);
    } else if (c < DELETE) {
      dropString();
      dcsFinal = c;
      state = State.DCS_STRING;
    } else {
      state = State.GROUND;
    }
  }

  /** A character between 0 and ?: part of a number, a prefix, or out of place. */
  private State parameter(int c, State entry, State param, State ignore) {
    if (state != entry && state != param) {
      return ignore;
    }
    if (c < '<') {
      params.add(c);
      return param;
    }
    if (state == entry) {
      collect(c);
      return param;
    }
    return ignore;
  }

  private void enter(State newState) {
    clear();
    state = newState;
  }

  private void clear() {
    params.clear();
    collected = 0;
  }

  private void collect(int c) {
    collected = collected << 8 | c;
  }

  private void control(int c) {
    handler.control(c);
    handler.controlEnds();
  }

  private void dispatchEscape(int c) {
    state = State.GROUND;
    handler.escape(collected << 8 | c);
    handler.controlEnds();
  }

  private void beginOsc() {
    dropString();
    state = State.OSC_STRING;
  }

  private void append(int c) {
    if (!stringTooLong) {
      string.codePoint(c);
      stringTooLong = string.size() > MAX_STRING_BYTES;
    }
  }

  private void dropString() {
    string.clear(KEPT_STRING_BYTES);
    stringTooLong = false;
  }

  private void endString(boolean complete) {
    if (state == State.OSC_STRING && complete && !stringTooLong) {
      command(string.toText());
    }
    if (state == State.OSC_STRING || state == State.DCS_STRING) {
      dropString();
      clear();
      handler.controlEnds();
    }
  }

  private void command(String text) {
    int digits = 0;
    int number = 0;
    while (digits < text.length() && text.charAt(digits) != ';') {
      char digit = text.charAt(digits++);
      if (digit < '0' || digit > '9' || number > Integer.MAX_VALUE / 10 - 1) {
        return;
      }
      number = number * 10 + digit - '0';
    }
    if (digits > 0) {
      handler.command(number, text.substring(Math.min(digits + 1, text.length())));
    }
  }
}
