package dev.devtail.terminal.screen;

import static dev.devtail.terminal.screen.Attributes.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The state of a screen in the words of {@code oracle.mjs}. */
final class Canonical {
  private static final String BLANK = "0/1/0/0/0/0";

  private final Terminal terminal;
  private final List<Link> links = new ArrayList<>();

  private Canonical(Screen screen) {
    terminal = screen.terminal();
  }

  static String of(Screen screen) {
    return new Canonical(screen).state();
  }

  private String state() {
    Modes modes = terminal.modes;
    List<String> parts = new ArrayList<>();
    parts.add(
        "{\"columns\":%d,\"rows\":%d,\"active\":\"%s\"}"
            .formatted(
                terminal.columns(),
                terminal.rows(),
                terminal.active == terminal.main ? "main" : "alternate"));
    parts.add(
        ("{\"applicationCursor\":%b,\"applicationKeypad\":%b,\"bracketedPaste\":%b,"
                + "\"insert\":%b,\"origin\":%b,\"reverseWrap\":%b,\"focusEvents\":%b,"
                + "\"autoWrap\":%b,\"cursorHidden\":%b,\"newLine\":%b,\"cursorBlinks\":%b}")
            .formatted(
                modes.applicationCursor,
                modes.applicationKeypad,
                modes.bracketedPaste,
                modes.insert,
                modes.origin,
                modes.reverseWrap,
                modes.focusEvents,
                modes.autoWrap,
                modes.cursorHidden,
                modes.newLine,
                modes.cursorBlinks != null && modes.cursorBlinks));
    String[] shapes = {"", "block", "block", "underline", "underline", "bar", "bar", "", ""};
    parts.add(
        "{\"cursorStyle\":\"%s\",\"cursorBlink\":%s}"
            .formatted(
                shapes[modes.cursorShape],
                modes.cursorShape == 0 ? "\"\"" : modes.cursorShape % 2 == 1));
    parts.add(
        "{\"mouse\":\"%s\",\"encoding\":\"%s\"}"
            .formatted(
                Map.of(0, "NONE", 9, "X10", 1000, "VT200", 1002, "DRAG", 1003, "ANY")
                    .get(modes.mouseTracking),
                Map.of(0, "DEFAULT", 1006, "SGR", 1016, "SGR_PIXELS").get(modes.mouseEncoding)));
    parts.add(
        "{\"title\":\"%s\",\"icon\":\"%s\"}"
            .formatted(hex(terminal.title), hex(terminal.iconName)));
    Charsets charsets = terminal.charsets;
    parts.add(
        "{\"charsets\":[%s],\"level\":%d,\"charset\":\"%s\"}"
            .formatted(
                IntStream.range(0, Charsets.SETS)
                    .mapToObj(set -> '"' + charset(charsets.set(set)) + '"')
                    .collect(Collectors.joining(",")),
                charsets.level(),
                charset(charsets.active())));
    List<String> main = buffer(terminal.main);
    List<String> alternate =
        terminal.active == terminal.alternate
            ? buffer(terminal.alternate)
            : List.of(saved(terminal.alternate));
    parts.add(pen());
    parts.add("{\"join\":" + terminal.joinWidth + "}");
    parts.addAll(main);
    parts.addAll(alternate);
    parts.add(palette());
    return String.join("\n", parts);
  }

  private List<String> buffer(Buffer buffer) {
    List<String> parts = new ArrayList<>();
    int base = buffer.scrollback().size();
    int x = buffer == terminal.active ? buffer.x : Math.min(buffer.x, terminal.columns() - 1);
    parts.add(
        "{\"ybase\":%d,\"x\":%d,\"y\":%d,\"top\":%d,\"bottom\":%d}"
            .formatted(base, x, buffer.y, buffer.top, buffer.bottom));
    parts.add(
        "{\"tabs\":["
            + buffer.tabs.within(terminal.columns()).stream()
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(","))
            + "]}");
    parts.add(saved(buffer));
    Scrollback.Reader reader = buffer.scrollback().reader();
    Styles styles = new Styles();
    for (int i = 0; i < base; i++) {
      Row row = new Row(terminal.columns());
      reader.next(row, styles);
      parts.add('"' + (i + " " + line(row, styles)) + '"');
    }
    for (int i = 0; i < terminal.rows(); i++) {
      parts.add('"' + (base + i + " " + line(buffer.row(i), terminal.styles)) + '"');
    }
    return parts;
  }

  private String line(Row row, Styles styles) {
    List<String> cells = new ArrayList<>();
    for (int column = 0; column < row.columns(); column++) {
      long cell = row.get(column);
      String text = hex(row.text(column));
      cells.add(
          (text.isEmpty() ? "0" : text)
              + "/"
              + Cells.width(cell)
              + "/"
              + style(styles, Cells.style(cell)));
    }
    while (!cells.isEmpty() && cells.getLast().equals(BLANK)) {
      cells.removeLast();
    }
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < cells.size(); ) {
      int j = i;
      while (j < cells.size() && cells.get(j).equals(cells.get(i))) {
        j++;
      }
      runs.add(j - i > 1 ? cells.get(i) + " *" + (j - i) : cells.get(i));
      i = j;
    }
    return (row.wrapped ? "wrapped " : "") + String.join(" ", runs);
  }

  private String style(Styles styles, int style) {
    int fg = styles.foreground(style);
    int bg = styles.background(style);
    int extended = styles.extended(style);
    Link link = styles.link(style);
    boolean extras = (bg & EXTENDED) != 0;
    int shown = link != null ? DASHED : underlineStyle(extended);
    String underline = "0";
    if ((fg & UNDERLINE) != 0) {
      underline = (extras ? shown : 1) + "-" + (extras ? color(extended) : "0");
    } else if (extras && shown > 0 && link == null) {
      underline = "h" + shown;
    }
    String flags = flags(fg & ~UNDERLINE) + "." + flags(bg & ~EXTENDED);
    return color(fg)
        + "/"
        + color(bg)
        + "/"
        + (flags.equals("0.0") ? "0" : flags)
        + "/"
        + underline
        + name(link);
  }

  private String pen() {
    Pen pen = terminal.pen;
    int style = underlineStyle(pen.extended());
    boolean stale = (pen.foreground() & UNDERLINE) == 0 && style == 0 && pen.link() == null;
    return ("{\"pen\":{\"fg\":\"%s.%s\",\"bg\":\"%s.%s\",\"underline\":%d,"
            + "\"underlineColor\":\"%s\",\"link\":\"%s\"}}")
        .formatted(
            color(pen.foreground()),
            flags(pen.foreground()),
            color(pen.background()),
            flags(stale ? pen.background() & ~EXTENDED : pen.background()),
            style,
            color(pen.extended()),
            name(pen.link()));
  }

  private String saved(Buffer buffer) {
    SavedCursor saved = buffer.saved;
    return "{\"saved\":{\"x\":%d,\"y\":%d,\"fg\":\"%s.%s\",\"bg\":\"%s.%s\",\"charset\":\"%s\"}}"
        .formatted(
            Math.min(saved.x, terminal.columns() - 1),
            saved.line,
            color(saved.foreground),
            flags(saved.foreground),
            color(saved.background),
            flags(saved.background),
            charset(saved.charset));
  }

  private String palette() {
    Output out = new Output();
    terminal.palette.write(out);
    Map<Integer, String> colors = new TreeMap<>();
    for (String command : out.toText().split("\007")) {
      String[] parts = command.substring(2).split("[;:/]");
      if (parts.length > 4) {
        int index =
            parts[0].equals("4") ? Integer.parseInt(parts[1]) : 246 + Integer.parseInt(parts[0]);
        Function<Integer, Integer> part = back -> Integer.parseInt(parts[parts.length - back], 16);
        colors.put(index, part.apply(3) + "," + part.apply(2) + "," + part.apply(1));
      }
    }
    return "{\"palette\":["
        + colors.entrySet().stream()
            .map(color -> '"' + (color.getKey() + ":" + color.getValue()) + '"')
            .collect(Collectors.joining(","))
        + "]}";
  }

  private String name(@Nullable Link link) {
    if (link == null) {
      return "";
    }
    if (!links.contains(link)) {
      links.add(link);
    }
    return "/" + links.indexOf(link) + "-" + hex(link.uri());
  }

  private static String charset(Charset charset) {
    StringBuilder text = new StringBuilder();
    for (char c = '#'; c <= '~'; c++) {
      if (charset.map(c) != c) {
        text.append(c).append((char) charset.map(c));
      }
    }
    return text.isEmpty()
        ? "B"
        : text.substring(0, Math.min(6, text.length())).replace("\\", "\\\\");
  }

  private static String color(int value) {
    int mode = value & MODE;
    int bits = mode == 0 ? 0 : mode == RGB ? VALUE : 0xFF;
    return Integer.toHexString(mode | (value & bits));
  }

  private static String flags(int attributes) {
    return Integer.toHexString(attributes >>> 26);
  }

  private static String hex(String text) {
    return text.codePoints().mapToObj(Integer::toHexString).collect(Collectors.joining("."));
  }
}
