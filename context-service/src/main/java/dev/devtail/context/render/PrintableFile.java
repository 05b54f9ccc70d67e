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

  // Counted when they are first asked for; 0 until then.

  private int mapFrame;
  private int sliceFrame;
  private int wholeTokens;
  private int gapTokens;

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
    return switch (view) {
      case View.Map(List<Integer> symbols) -> frameTokens(Depth.MAP) + tokens(symbols, List.of());
      case View.Slices(List<Integer> symbols, List<LineRange> ranges) ->
          frameTokens(Depth.SLICES) + tokens(symbols, ranges);
      case View.Whole whole -> wholeTokens(whole);
    };
  }

  // Threads that count the same at once find the same.

  private int frameTokens(Depth depth) {
    int known = depth == Depth.MAP ? mapFrame : sliceFrame;
    if (known > 0) {
      return known;
    }
    Markup markup = format.markup();
    int counted =
        sum()
            .add(markup.open(path, map.language(), depth, guard))
            .add(markup.close(depth, guard))
            .add(markup.between())
            .total();
    if (depth == Depth.MAP) {
      mapFrame = counted;
    } else {
      sliceFrame = counted;
    }
    return counted;
  }

  private int wholeTokens(View whole) {
    if (wholeTokens == 0) {
      TokenSum sum = sum();
      block(whole).countInto(sum);
      wholeTokens = sum.add(format.markup().between()).total();
    }
    return wholeTokens;
  }

  /** All of an excerpt begins and ends at seams. */
  private int tokens(List<Integer> symbols, List<LineRange> ranges) {
    int tokens = 0;
    for (Excerpt.Entry entry : Excerpt.of(map, symbols, ranges, lines())) {
      tokens +=
          switch (entry) {
            case Excerpt.Entry.Gap() -> gapTokens();
            case Excerpt.Entry.Signatures(int first, int last) ->
                outline.tokens(first + 1, last + 1);
            case Excerpt.Entry.Lines(LineRange range) ->
                sum().add(title(range)).add(needed(), range.first(), range.last()).total();
          };
    }
    return tokens;
  }

  private int gapTokens() {
    if (gapTokens == 0) {
      gapTokens = sum().add(format.markup().lines(GAP)).total();
    }
    return gapTokens;
  }

  private TokenSum sum() {
    return new TokenSum(outline.vocabulary());
  }

  private String title(LineRange range) {
    return format.markup().lines("%d-%d:\n".formatted(range.first(), range.last()));
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
            block.text(title(range)).lines(needed(), range.first(), range.last());
      }
    }
  }
}
