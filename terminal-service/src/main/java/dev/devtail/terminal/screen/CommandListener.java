package dev.devtail.terminal.screen;

/**
 * Is told of operating system commands (OSC) as they end: the working directory (OSC 7), command
 * marks (OSC 133), notifications (OSC 9), the clipboard (OSC 52) and all others.
 */
@FunctionalInterface
public interface CommandListener {
  /**
   * Called in the middle of {@link Screen#write}, on its thread; must not call the screen.
   *
   * @param number what the command is
   * @param text all behind the first semicolon; at most {@value Parser#MAX_STRING_BYTES} bytes,
   *     longer commands are not reported
   */
  void command(int number, String text);
}
