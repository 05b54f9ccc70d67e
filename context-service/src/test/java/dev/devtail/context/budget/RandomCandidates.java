package dev.devtail.context.budget;

import dev.devtail.context.render.Format;
import dev.devtail.context.render.PrintableFile;
import dev.devtail.context.select.Depth;
import dev.devtail.context.select.LineRange;
import dev.devtail.context.select.Wanted;
import dev.devtail.context.token.RandomText;
import dev.devtail.context.token.Vocabulary;
import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.Language;
import dev.devtail.syntax.Reading;
import dev.devtail.syntax.Symbol;
import dev.devtail.syntax.SymbolKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Wanted files with odd names, contents and maps. */
final class RandomCandidates {

  private static final int PIECES = 120;

  private static final List<Depth> DEPTHS = List.of(Depth.values());

  private final SplittableRandom random;
  private final Format format;
  private final Vocabulary vocabulary;

  RandomCandidates(SplittableRandom random, Format format, Vocabulary vocabulary) {
    this.random = random;
    this.format = format;
    this.vocabulary = vocabulary;
  }

  List<Candidate> list(int most) {
    return IntStream.range(0, random.nextInt(most + 1)).mapToObj(this::candidate).toList();
  }

  private Candidate candidate(int number) {
    String text = RandomText.of(random, PIECES);
    int lines = (int) text.chars().filter(c -> c == '\n').count() + 1;
    CodeMap map =
        new CodeMap(
            random.nextBoolean() ? Language.JAVA : Language.TEXT,
            Reading.WHOLE,
            lines,
            symbols(lines),
            List.of(),
            List.of());
    String path = (random.nextInt(4) == 0 ? RandomText.of(random, 4) : "src/main/") + number;
    PrintableFile file =
        new PrintableFile(
            format,
            path,
            map,
            format.outline(map, random.nextBoolean(), vocabulary),
            random.nextInt(8) == 0 ? null : format.content(text, vocabulary));
    return new Candidate(wanted(path, map, lines), file);
  }

  private Wanted wanted(String path, CodeMap map, int lines) {
    Depth one = depth();
    Depth other = depth();
    return new Wanted(
        path,
        random.nextDouble(10),
        one.compareTo(other) < 0 ? one : other,
        one.compareTo(other) < 0 ? other : one,
        IntStream.range(0, random.nextInt(4)).mapToObj(i -> range(lines + 3)).toList(),
        IntStream.range(0, random.nextInt(1 + map.symbols().size())).boxed().toList(),
        List.of("random"));
  }

  private Depth depth() {
    return DEPTHS.get(random.nextInt(DEPTHS.size()));
  }

  private LineRange range(int lines) {
    int first = random.nextInt(1, lines + 1);
    return new LineRange(first, random.nextInt(first, lines + 1));
  }

  private List<Symbol> symbols(int lines) {
    List<Integer> starts =
        IntStream.range(0, random.nextInt(30))
            .map(i -> random.nextInt(1, lines + 1))
            .boxed()
            .sorted(Comparator.naturalOrder())
            .toList();
    List<Symbol> symbols = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      int first = starts.get(i);
      symbols.add(
          new Symbol(
              "s" + i,
              random.nextInt(-1, i),
              SymbolKind.METHOD,
              first,
              random.nextInt(first, lines + 1),
              "void " + RandomText.of(random, 10).replace('\n', ' '),
              random.nextBoolean() ? "" : RandomText.of(random, 5).replace('\n', ' '),
              1,
              false));
    }
    return symbols;
  }
}
