package dev.devtail.context.render;

import dev.devtail.context.token.TokenSum;
import dev.devtail.context.token.Vocabulary;
import java.util.Comparator;
import java.util.List;

/** Writes contexts, and says what of them costs how much. */
public final class ContextText {

  private final Markup markup;
  private final ContextFrame frame;

  public ContextText(Format format, ContextFrame frame) {
    this.markup = format.markup();
    this.frame = frame;
  }

  /** A file that is shown. */
  public record Shown(PrintableFile file, View view) {}

  /** The tokens of what is there without any file. */
  public int frameTokens(Vocabulary vocabulary) {
    return count(vocabulary, write(List.of()));
  }

  /** The tokens around the files of a section, if there are any. */
  public int sectionTokens(Section section, Vocabulary vocabulary) {
    return count(vocabulary, markup.open(section))
        + count(vocabulary, markup.close(section))
        - count(vocabulary, markup.between());
  }

  private static int count(Vocabulary vocabulary, String text) {
    return new TokenSum(vocabulary).add(text).total();
  }

  /** Files are sorted by path, so that the same files make the same text. */
  public String write(List<Shown> files) {
    StringBuilder out = new StringBuilder().append(markup.begin());
    frame.before().forEach(passage -> out.append(markup.passage(passage)));
    for (Section section : Section.values()) {
      write(out, section, files);
    }
    frame.after().forEach(passage -> out.append(markup.passage(passage)));
    return out.append(markup.end()).toString();
  }

  private void write(StringBuilder out, Section section, List<Shown> files) {
    List<Shown> here =
        files.stream()
            .filter(shown -> Section.of(shown.view().depth()) == section)
            .sorted(Comparator.comparing(shown -> shown.file().path()))
            .toList();
    if (here.isEmpty()) {
      return;
    }
    out.append(markup.open(section));
    for (int i = 0; i < here.size(); i++) {
      if (i > 0) {
        out.append(markup.between());
      }
      here.get(i).file().block(here.get(i).view()).writeTo(out);
    }
    out.append(markup.close(section));
  }
}
