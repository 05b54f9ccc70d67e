package dev.devtail.context.render;

import dev.devtail.context.select.Depth;
import dev.devtail.syntax.Language;
import java.util.Locale;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * One object. The lines of a file are an array of strings, of which the last is empty: joined by
 * line feeds they are the file. So each line is a line here, too, and costs what it costs.
 */
final class JsonMarkup implements Markup {

  static final Markup MARKUP = new JsonMarkup();

  /** Of what is described here. */
  private static final int VERSION = 1;

  private JsonMarkup() {}

  @Override
  public String begin() {
    return "{\n";
  }

  @Override
  public String end() {
    return "\"version\":%d\n}\n".formatted(VERSION);
  }

  @Override
  public String open(Section section) {
    return "\"%s\":[\n".formatted(section.id());
  }

  @Override
  public String close(Section section) {
    return "],\n";
  }

  @Override
  public String between() {
    return ",\n";
  }

  @Override
  public String guard(String content) {
    return "";
  }

  @Override
  public String open(String path, Language language, Depth depth, String guard) {
    return "{\"path\":%s,\"language\":\"%s\",\"shown\":\"%s\",\"lines\":[\n"
        .formatted(string(path), language.id(), depth.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public String close(Depth depth, String guard) {
    return "\"\"]}\n";
  }

  @Override
  public String lines(String text) {
    StringBuilder lines = new StringBuilder(text.length() + text.length() / 4);
    for (int start = 0; start < text.length(); ) {
      int end = text.indexOf('\n', start);
      int lineEnd = end < 0 ? text.length() : end;
      lines.append(string(text.substring(start, lineEnd))).append(",\n");
      start = lineEnd + 1;
    }
    return lines.toString();
  }

  @Override
  public String passage(Passage passage) {
    return "%s:%s,\n".formatted(string(passage.name()), string(passage.text()));
  }

  private static String string(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, quoted);
    return quoted.append('"').toString();
  }
}
