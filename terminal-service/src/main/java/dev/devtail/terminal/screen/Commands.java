package dev.devtail.terminal.screen;

import org.jspecify.annotations.Nullable;

/** The operating system commands (OSC) that are part of the screen. */
final class Commands {
  private final Terminal terminal;
  private @Nullable CommandListener listener;

  /** Counts hyperlinks that the program did not name. */
  private int links;

  Commands(Terminal terminal) {
    this.terminal = terminal;
  }

  void listener(CommandListener newListener) {
    listener = newListener;
  }

  void command(int number, String text) {
    switch (number) {
      case 0 -> {
        terminal.title = title(text);
        terminal.iconName = terminal.title;
      }
      case 1 -> terminal.iconName = title(text);
      case 2 -> terminal.title = title(text);
      case 4 -> terminal.palette.set(text);
      case 8 -> hyperlink(text);
      case 10, 11, 12 -> terminal.palette.setSpecial(number, text);
      case 104 -> terminal.palette.restore(text);
      case 110, 111, 112 -> terminal.palette.restoreSpecial(number - 100);
      default -> {}
    }
    if (listener != null) {
      listener.command(number, text);
    }
  }

  private static String title(String text) {
    if (text.length() <= Terminal.MAX_TITLE) {
      return text;
    }
    boolean cutsPair = Character.isHighSurrogate(text.charAt(Terminal.MAX_TITLE - 1));
    return text.substring(0, cutsPair ? Terminal.MAX_TITLE - 1 : Terminal.MAX_TITLE);
  }

  /** OSC 8: parameters, a semicolon, and the URI; without one the link ends. */
  private void hyperlink(String text) {
    int semicolon = text.indexOf(';');
    if (semicolon < 0) {
      return;
    }
    String parameters = text.substring(0, semicolon).strip();
    String uri = text.substring(semicolon + 1);
    if (uri.isEmpty()) {
      if (parameters.isEmpty()) {
        terminal.pen.link(null);
      }
    } else if (uri.length() > Link.MAX_URI || parameters.length() > Link.MAX_URI) {
      terminal.pen.link(null);
    } else {
      terminal.pen.link(new Link(id(parameters), uri));
    }
  }

  private String id(String parameters) {
    for (String parameter : parameters.split(":", -1)) {
      if (parameter.startsWith("id=") && parameter.length() > 3) {
        return parameter.substring(3);
      }
    }
    // Links without a name are one each, even if they lead to the same place.
    return "devtail-" + ++links;
  }
}
