package dev.devtail.context.render;

import dev.devtail.context.select.Depth;
import dev.devtail.syntax.Language;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tags around lines that are not escaped. Where a file holds what could be taken for the end of it,
 * it stands in a tag of another name.
 */
final class XmlMarkup implements Markup {

  static final Markup MARKUP = new XmlMarkup();

  private static final String FILE = "file";

  private XmlMarkup() {}

  @Override
  public String begin() {
    return "";
  }

  @Override
  public String end() {
    return "";
  }

  @Override
  public String open(Section section) {
    return "<" + section.id() + ">\n";
  }

  @Override
  public String close(Section section) {
    return "</" + section.id() + ">\n";
  }

  @Override
  public String between() {
    return "";
  }

  @Override
  public String guard(String content) {
    return freeTag(FILE, content);
  }

  /** A tag that nothing in a text ends: the name itself, or with a number behind it. */
  private static String freeTag(String name, String text) {
    Matcher end =
        Pattern.compile("</" + name + "(?:_(\\d{1,6}))?", Pattern.CASE_INSENSITIVE).matcher(text);
    BitSet taken = new BitSet();
    boolean any = false;
    while (end.find()) {
      any = true;
      if (end.group(1) != null) {
        taken.set(Integer.parseInt(end.group(1)));
      }
    }
    return any ? name + "_" + taken.nextClearBit(1) : name;
  }

  @Override
  public String open(String path, Language language, Depth depth, String guard) {
    return switch (depth) {
      case MAP -> ShownPath.of(path) + "\n";
      case SLICES -> "<%s path=\"%s\" shown=\"parts\">\n".formatted(guard, attribute(path));
      case WHOLE -> "<%s path=\"%s\">\n".formatted(guard, attribute(path));
    };
  }

  private static String attribute(String path) {
    StringBuilder text = new StringBuilder();
    path.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> text.append("&quot;");
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                default -> {
                  if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                    text.append("&#").append(c).append(';');
                  } else {
                    text.appendCodePoint(c);
                  }
                }
              }
            });
    return text.toString();
  }

  @Override
  public String close(Depth depth, String guard) {
    return switch (depth) {
      case MAP -> "";
      case SLICES, WHOLE -> "</" + guard + ">\n";
    };
  }

  @Override
  public String lines(String text) {
    return text;
  }

  @Override
  public String passage(Passage passage) {
    String tag = freeTag(passage.name(), passage.text());
    return "<%s>\n%s\n</%s>\n".formatted(tag, passage.text(), tag);
  }
}
