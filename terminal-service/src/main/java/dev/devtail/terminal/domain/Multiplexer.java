package dev.devtail.terminal.domain;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Programs that only show what a server of theirs runs. The server survives the terminal, so that
 * the same command, run again, shows the same work.
 */
public final class Multiplexer {

  /** Options of tmux before its command that take a value. */
  private static final Set<String> TMUX_VALUE_OPTIONS = Set.of("-c", "-f", "-L", "-S", "-T");

  private static final Set<String> TMUX_ATTACH = Set.of("attach", "attach-session", "a", "at");
  private static final Set<String> TMUX_NEW = Set.of("new", "new-session");
  private static final Set<String> ZELLIJ_ATTACH = Set.of("attach", "a");

  private Multiplexer() {}

  /** Whether the command attaches to a session when it is run again, instead of making another. */
  public static boolean comesBack(List<String> command) {
    if (command.isEmpty()) {
      return false;
    }
    Path program = Path.of(command.getFirst()).getFileName();
    if (program == null) {
      return false;
    }
    List<String> arguments = command.subList(1, command.size());
    return switch (program.toString()) {
      case "tmux" -> tmuxComesBack(arguments);
      case "zellij" -> !arguments.isEmpty() && ZELLIJ_ATTACH.contains(arguments.getFirst());
      default -> false;
    };
  }

  private static boolean tmuxComesBack(List<String> arguments) {
    Iterator<String> each = arguments.iterator();
    while (each.hasNext()) {
      String argument = each.next();
      if (TMUX_VALUE_OPTIONS.contains(argument)) {
        if (each.hasNext()) {
          each.next();
        }
      } else if (!argument.startsWith("-")) {
        return TMUX_ATTACH.contains(argument)
            || (TMUX_NEW.contains(argument) && attachesByName(each));
      }
    }
    return false;
  }

  /** {@code new-session -A -s NAME}, the options in any order, maybe in one word. */
  private static boolean attachesByName(Iterator<String> options) {
    boolean attaches = false;
    boolean named = false;
    while (options.hasNext()) {
      String option = options.next();
      if (option.startsWith("-") && !option.startsWith("--")) {
        attaches |= option.indexOf('A') > 0;
        named |= option.indexOf('s') > 0;
      }
    }
    return attaches && named;
  }
}
