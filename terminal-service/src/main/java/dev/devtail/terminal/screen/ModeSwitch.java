package dev.devtail.terminal.screen;

/** SM, RM, DECSET and DECRST: from the numbers of modes to what they mean. */
final class ModeSwitch {
  private final Terminal terminal;
  private final Modes modes;

  ModeSwitch(Terminal terminal) {
    this.terminal = terminal;
    modes = terminal.modes;
  }

  void set(Params params, boolean on) {
    for (int i = 0; i < params.count(); i++) {
      switch (params.get(i)) {
        case 4 -> modes.insert = on;
        case 20 -> modes.newLine = on;
        default -> {}
      }
    }
  }

  void setPrivate(Params params) {
    for (int i = 0; i < params.count(); i++) {
      int mode = params.get(i);
      switch (mode) {
        case 2 -> {
          for (int set = 0; set < Charsets.SETS; set++) {
            terminal.charsets.designate(set, Charset.ASCII);
          }
        }
        case 9, 1000, 1002, 1003 -> modes.mouseTracking = mode;
        case 1006, 1016 -> modes.mouseEncoding = mode;
        case 47, 1047 -> terminal.useAlternate();
        case 1048 -> terminal.saveCursor();
        case 1049 -> {
          terminal.saveCursor();
          terminal.useAlternate();
        }
        default -> flag(mode, true);
      }
    }
  }

  void resetPrivate(Params params) {
    for (int i = 0; i < params.count(); i++) {
      int mode = params.get(i);
      switch (mode) {
        case 9, 1000, 1002, 1003 -> modes.mouseTracking = 0;
        case 1006, 1016 -> modes.mouseEncoding = 0;
        case 47, 1047 -> terminal.useMain();
        case 1048 -> terminal.restoreCursor();
        case 1049 -> {
          terminal.useMain();
          terminal.restoreCursor();
        }
        default -> flag(mode, false);
      }
    }
  }

  private void flag(int mode, boolean on) {
    switch (mode) {
      case 1 -> modes.applicationCursor = on;
      case 5 -> modes.reverseVideo = on;
      case 6 -> {
        modes.origin = on;
        terminal.active.moveTo(0, 0, on);
      }
      case 7 -> modes.autoWrap = on;
      case 12 -> modes.cursorBlinks = on;
      case 25 -> modes.cursorHidden = !on;
      case 45 -> modes.reverseWrap = on;
      case 66 -> modes.applicationKeypad = on;
      case 1004 -> modes.focusEvents = on;
      case 1005 -> modes.mouseUtf8 = on;
      case 1015 -> modes.mouseUrxvt = on;
      case 2004 -> modes.bracketedPaste = on;
      default -> {}
    }
  }
}
