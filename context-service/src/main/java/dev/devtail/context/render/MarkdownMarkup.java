package dev.devtail.context.render;

import dev.devtail.context.select.Depth;
import dev.devtail.syntax.Language;

/** Headings, and lines within fences that are longer than any run of backticks in them. */
final class MarkdownMarkup implements Markup {

  static final Markup MARKUP = new MarkdownMarkup();

  private static final String FENCE = "```";

  private MarkdownMarkup() {}

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
    return switch (section) {
      case FILE_MAP -> "## Code maps\n\n" + FENCE + "\n";
      case FILE_CONTENTS -> "## Files\n\n";
    };
  }

  @Override
  public String close(Section section) {
    return switch (section) {
      case FILE_MAP -> FENCE + "\n\n";
      case FILE_CONTENTS -> "";
    };
  }

  @Override
  public String between() {
    return "";
  }

  @Override
  public String guard(String content) {
    int longest = 0;
    for (int at = content.indexOf('`'); at >= 0; at = content.indexOf('`', at)) {
      int start = at;
      while (at < content.length() && content.charAt(at) == '`') {
        at++;
      }
      longest = Math.max(longest, at - start);
    }
    return longest < FENCE.length() ? FENCE : "`".repeat(longest + 1);
  }

  @Override
  public String open(String path, Language language, Depth depth, String guard) {
    String shown = ShownPath.of(path);
    String tag = language == Language.TEXT ? "" : language.id();
    return switch (depth) {
      case MAP -> shown + "\n";
      case SLICES -> "### %s (parts)\n%s%s\n".formatted(shown, guard, tag);
      case WHOLE -> "### %s\n%s%s\n".formatted(shown, guard, tag);
    };
  }

  @Override
  public String close(Depth depth, String guard) {
    return switch (depth) {
      case MAP -> "";
      case SLICES, WHOLE -> guard + "\n\n";
    };
  }

  @Override
  public String lines(String text) {
    return text;
  }

  @Override
  public String passage(Passage passage) {
    String words = passage.name().replace('_', ' ');
    String heading =
        "## %s%s".formatted(Character.toUpperCase(words.charAt(0)), words.substring(1));
    if (passage.data()) {
      String guard = guard(passage.text());
      return "%s\n\n%s\n%s\n%s\n\n".formatted(heading, guard, passage.text(), guard);
    }
    return "%s\n\n%s\n\n".formatted(heading, passage.text());
  }
}
