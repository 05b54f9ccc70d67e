package dev.devtail.context.render;

import dev.devtail.context.select.Depth;
import dev.devtail.context.select.LineRange;
import dev.devtail.context.token.LineTokens;
import dev.devtail.context.token.TokenSum;
import dev.devtail.syntax.CodeMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file as a format writes it, in more or less detail, and what that costs. Thread-safe. */
public final class PrintableFile {

  private static final String GAP = "…\n";

  private final Format format;
  private final String path;
  private final CodeMap map;
  private final LineTokens outline;
  private final @Nullable LineTokens content;
  private final String guard;

  /**
   * @param outline by {@link Format#outline}
   * @param content by {@link Format#content}; null: only the map can be shown
   */
  public PrintableFile(
      Format format, String path, CodeMap map, LineTokens outline, @Nullable LineTokens content) {
    this.format = format;
    this.path = path;
    this.map = map;
    this.outline = outline;
    this.content = content;
    this.guard = content == null ? "" : format.markup().guard(content.text());
  }

  public Format format() {
    return format;
  }

  public String path() {
    return path;
  }

  public CodeMap map() {
    return map;
  }

  /** Of the content; 0 if it is not at hand. */
  public int lines() {
    return content == null ? 0 : content.lines();
  }

  public boolean hasContent() {
    return content != null;
  }

  /** What it costs to show the file so, with what stands between it and the next. */
  public int tokens(View view) {
    TokenSum sum = new TokenSum(outline.vocabulary());
    block(view).countInto(sum);
    return sum.add(format.markup().between()).total();
  }

  Block block(View view) {
    Depth depth = view.depth();
    Block block = new Block();
    block.text(format.markup().open(path, map.language(), depth, guard));
    switch (view) {
      case View.Map(List<Integer> symbols) -> body(block, symbols, List.of());
      case View.Slices(List<Integer> symbols, List<LineRange> ranges) ->
          body(block, symbols, ranges);
      case View.Whole() -> block.lines(needed());
    }
    return block.text(format.markup().close(depth, guard));
  }

  private LineTokens needed() {
    return Optional.ofNullable(content)
        .orElseThrow(() -> new IllegalStateException("no content of " + path));
  }

  private void body(Block block, List<Integer> symbols, List<LineRange> ranges) {
    Markup markup = format.markup();
    for (Excerpt.Entry entry : Excerpt.of(map, symbols, ranges, lines())) {
      switch (entry) {
        case Excerpt.Entry.Gap() -> block.text(markup.lines(GAP));
        case Excerpt.Entry.Signatures(int first, int last) ->
            block.lines(outline, first + 1, last + 1);
        case Excerpt.Entry.Lines(LineRange range) ->
            block
                .text(markup.lines("%d-%d:\n".formatted(range.first(), range.last())))
                .lines(needed(), range.first(), range.last());
      }
    }
  }
}
