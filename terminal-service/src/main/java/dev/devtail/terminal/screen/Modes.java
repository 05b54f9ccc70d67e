package dev.devtail.terminal.screen;

import org.jspecify.annotations.Nullable;

/** Everything a program can switch on and off, beside the screen's contents. */
final class Modes {
  boolean applicationCursor;
  boolean applicationKeypad;
  boolean bracketedPaste;
  boolean insert;
  boolean origin;
  boolean reverseWrap;
  boolean focusEvents;
  boolean autoWrap = true;

  /**
   * The cursor as DECSCUSR has it: 0 as the viewer likes it, 1 to 6 block, underline and bar,
   * blinking if odd, 7 and 8 only that it blinks or does not.
   */
  int cursorShape;

  // What a soft reset leaves alone.

  /** 0, 9, 1000, 1002 or 1003. */
  int mouseTracking;

  /** 0, 1006 or 1016. */
  int mouseEncoding;

  boolean mouseUtf8;
  boolean mouseUrxvt;
  boolean reverseVideo;

  // What even a full reset leaves alone in xterm.js.

  boolean cursorHidden;
  boolean newLine;

  /** As set by DECSET 12; null if the program left it to the viewer. */
  @Nullable Boolean cursorBlinks;

  /** DECSTR. */
  void softReset() {
    applicationCursor = false;
    applicationKeypad = false;
    bracketedPaste = false;
    insert = false;
    origin = false;
    reverseWrap = false;
    focusEvents = false;
    autoWrap = true;
    cursorShape = 0;
  }

  /** RIS. */
  void reset() {
    softReset();
    mouseTracking = 0;
    mouseEncoding = 0;
    mouseUtf8 = false;
    mouseUrxvt = false;
    reverseVideo = false;
  }

  /** DECSCUSR; xterm.js takes numbers above 6 to change only whether the cursor blinks. */
  void cursorShape(int number) {
    if (number <= 6) {
      cursorShape = number;
    } else {
      int steady = 1 - number % 2;
      boolean hasShape = cursorShape > 0 && cursorShape <= 6;
      cursorShape = hasShape ? (cursorShape - 1 | 1) + steady : 7 + steady;
    }
  }
}
