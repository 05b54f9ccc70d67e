package dev.devtail.cli.remote;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes out of a recording what would act on whoever looks at it, instead of drawing: writing to
 * the clipboard, titles and colours (OSC but for links), questions that the terminal would answer
 * into the keyboard (DA, DSR, DECRQM and the like), and modes that make it report the mouse, the
 * focus or a paste. Text may be cut anywhere between calls.
 *
 * <p>Sequences as in ECMA-48 and xterm's ctlseqs.
 */
final class PlaybackFilter {

  /** A longer sequence is taken out. */
  static final int MAX_SEQUENCE_CHARS = 4096;

  /** Modes (DECSET) in which a terminal says more than what is typed. */
  private static final Set<String> REPORTING_MODES =
      Set.of(
          "9", "1000", "1001", "1002", "1003", "1004", "1005", "1006", "1015", "1016", "2004",
          "2031", "2048");

  /** What begins a string after ESC: OSC, DCS, SOS, PM, APC. */
  private static final String STRINGS = "]PX^_";

  /** After ESC an old way to ask for the terminal's attributes. */
  private static final char DECID = 'Z';

  private static final char ENQ = 0x05;
  private static final char BEL = 0x07;
  private static final char CAN = 0x18;
  private static final char SUB = 0x1A;
  private static final char ESC = 0x1B;
  private static final char DEL = 0x7F;
  private static final char LAST_C1 = 0x9F;

  private enum State {
    TEXT,
    /** After ESC. */
    ESCAPE,
    CSI,
    /** In OSC, DCS, SOS, PM or APC. */
    STRING,
    /** After ESC within one. */
    STRING_END
  }

  private final StringBuilder sequence = new StringBuilder();
  private final StringBuilder passed = new StringBuilder();
  private State state = State.TEXT;

  /** What of the text can be drawn now; the rest of a sequence waits for its end. */
  String take(String text) {
    passed.setLength(0);
    for (int i = 0; i < text.length(); i++) {
      take(text.charAt(i));
    }
    return passed.toString();
  }

  /** What comes next belongs to another place of the recording. */
  void restart() {
    drop();
  }

  private void take(char c) {
    switch (state) {
      case TEXT -> text(c);
      case ESCAPE -> escape(c);
      case CSI -> csi(c);
      case STRING -> string(c);
      case STRING_END -> stringEnd(c);
    }
  }

  private void text(char c) {
    if (c == ESC) {
      begin();
    } else if (c != ENQ && (c < DEL || c > LAST_C1)) {
      passed.append(c);
    }
  }

  private void begin() {
    sequence.setLength(0);
    sequence.append(ESC);
    state = State.ESCAPE;
  }

  private void escape(char c) {
    if (control(c)) {
      return;
    }
    append(c);
    boolean second = sequence.length() == 2;
    if (second && c == '[') {
      state = State.CSI;
    } else if (second && STRINGS.indexOf(c) >= 0) {
      state = State.STRING;
    } else if (second && c == DECID) {
      drop();
    } else if (c >= '0') {
      pass();
    }
  }

  private void csi(char c) {
    if (!control(c)) {
      append(c);
      if (c >= '@') {
        String allowed = allowed(sequence.toString());
        drop();
        passed.append(allowed);
      }
    }
  }

  /** Within a sequence a control character has its effect at once, or ends it. */
  private boolean control(char c) {
    switch (c) {
      case ESC -> begin();
      case CAN, SUB -> drop();
      default -> {
        if (c >= ' ' && c < DEL) {
          return false;
        }
        if (c < ' ' && c != ENQ) {
          passed.append(c);
        }
      }
    }
    return true;
  }

  private void string(char c) {
    switch (c) {
      case BEL -> {
        append(c);
        endString();
      }
      case CAN, SUB -> drop();
      case ESC -> state = State.STRING_END;
      default -> append(c);
    }
  }

  private void stringEnd(char c) {
    if (c == '\\') {
      append(ESC);
      append(c);
      endString();
    } else {
      begin();
      escape(c);
    }
  }

  private void endString() {
    boolean link = sequence.indexOf("\033]8;") == 0;
    if (link && sequence.length() <= MAX_SEQUENCE_CHARS) {
      pass();
    } else {
      drop();
    }
  }

  private void append(char c) {
    if (sequence.length() <= MAX_SEQUENCE_CHARS) {
      sequence.append(c);
    }
  }

  private void pass() {
    passed.append(sequence);
    drop();
  }

  private void drop() {
    sequence.setLength(0);
    state = State.TEXT;
  }

  /** A control sequence as it may be drawn; empty: not at all. */
  private static String allowed(String csi) {
    if (csi.length() > MAX_SEQUENCE_CHARS) {
      return "";
    }
    String parameters = csi.substring(2, csi.length() - 1);
    boolean isPrivate = !parameters.isEmpty() && "<=>?".indexOf(parameters.charAt(0)) >= 0;
    boolean hasIntermediate = parameters.chars().anyMatch(c -> c < '0');
    return switch (csi.charAt(csi.length() - 1)) {
      // DA, DSR, window operations, DECREQTPARM, printing.
      case 'c', 'n', 't', 'x', 'i' -> "";
      // DECRQM, XTVERSION, keyboard protocols; without a sign before them these draw.
      case 'p', 'q', 'u', 'm' -> isPrivate || csi.contains("$p") ? "" : csi;
      // Checksums and states of the screen.
      case 'w', 'y', 'z', '{', '|' -> hasIntermediate ? "" : csi;
      case 'h', 'l' -> csi.startsWith("\033[?") ? withoutReporting(csi) : csi;
      default -> csi;
    };
  }

  private static String withoutReporting(String csi) {
    char end = csi.charAt(csi.length() - 1);
    String kept =
        Arrays.stream(csi.substring(3, csi.length() - 1).split(";"))
            .filter(mode -> !REPORTING_MODES.contains(mode))
            .collect(Collectors.joining(";"));
    return kept.isEmpty() ? "" : "\033[?" + kept + end;
  }
}
