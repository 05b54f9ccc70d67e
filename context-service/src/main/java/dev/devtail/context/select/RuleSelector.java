package dev.devtail.context.select;

import dev.devtail.context.report.FailingTest;
import dev.devtail.context.select.CodeIndex.Place;
import dev.devtail.context.select.Rule.What;
import dev.devtail.context.select.RuledSelection.Note;
import dev.devtail.context.select.SymbolReference.Found;
import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.Mention;
import dev.devtail.syntax.Symbol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Finds what rules want in the code. For one selection; not thread-safe. */
public final class RuleSelector {

  /** A name that is declared more often says nothing of what is called. */
  private static final int MAX_DECLARATIONS = 8;

  private final CodeIndex index;
  private final RuleFacts facts;
  private final Picks picks = new Picks();
  private final List<Note> notes = new ArrayList<>();

  private RuleSelector(CodeIndex index, RuleFacts facts) {
    this.index = index;
    this.facts = facts;
  }

  /** What of the code rules want, and what they want that is not there. */
  public static RuledSelection select(RuleSet rules, CodeIndex index, RuleFacts facts) {
    RuleSelector selector = new RuleSelector(index, facts);
    rules.rules().forEach(selector::apply);
    for (Rule rule : rules.rules()) {
      if (rule.what() instanceof What.Exclude exclude) {
        selector.picks.remove(exclude.glob());
      }
    }
    int files = selector.picks.size();
    if (files > rules.limit()) {
      selector.notes.add(
          new Note(
              "limit: " + rules.limit(), 1, 1, "%d of %d files".formatted(rules.limit(), files)));
    }
    return new RuledSelection(selector.picks.selection(rules.limit()), selector.notes);
  }

  /** What one rule wants of one file. */
  private record Want(Set<LineRange> slices, Set<Integer> symbols) {

    Want() {
      this(new LinkedHashSet<>(), new LinkedHashSet<>());
    }
  }

  private void apply(Rule rule) {
    Map<String, Want> wants = new LinkedHashMap<>();
    switch (rule.what()) {
      case What.Include(Glob glob, String text) ->
          index.paths().stream().filter(glob::matches).forEach(path -> wants.put(path, new Want()));
      case What.Exclude exclude -> {
        return;
      }
      case What.Named(SymbolReference symbol, String text) ->
          symbol.in(index).forEach(found -> want(wants, found));
      case What.Calls(SymbolReference symbol, String text) ->
          symbol.in(index).forEach(found -> calls(wants, found));
      case What.Callers(SymbolReference symbol, String text) -> {
        if (!symbol.in(index).isEmpty()) {
          index.mentionsOf(symbol.last()).forEach(place -> want(wants, place));
        }
      }
      case What.TestsOf(String target, String text) -> tests(wants, target);
      case What.ChangedSince(String since, String text) -> {
        Changes changes = Changes.since(since, facts);
        if (!changes.problem().isEmpty()) {
          note(rule, changes.problem());
          return;
        }
        present(wants, changes.paths());
      }
      case What.Failing(String text) -> facts.failing().forEach(test -> failing(wants, test));
      case What.Uncommitted(String text) -> present(wants, facts.history().uncommitted());
    }
    if (wants.isEmpty()) {
      note(rule, "nothing in this workspace is that");
    } else if (wants.size() > rule.limit()) {
      note(rule, "%d of %d files".formatted(rule.limit(), wants.size()));
    }
    wants.entrySet().stream()
        .limit(rule.limit())
        .forEach(
            want ->
                picks.add(
                    want.getKey(),
                    rule.weight(),
                    most(rule.what()),
                    rule.depth(),
                    want.getValue().slices(),
                    want.getValue().symbols(),
                    rule.what().text()));
  }

  private static Depth most(What what) {
    return switch (what) {
      case What.Include include -> Depth.WHOLE;
      case What.Exclude exclude -> Depth.MAP;
      case What.Named named -> Depth.SLICES;
      case What.Calls calls -> Depth.SLICES;
      case What.Callers callers -> Depth.SLICES;
      case What.TestsOf tests -> Depth.WHOLE;
      case What.ChangedSince changed -> Depth.WHOLE;
      case What.Failing failing -> Depth.WHOLE;
      case What.Uncommitted uncommitted -> Depth.WHOLE;
    };
  }

  private void note(Rule rule, String message) {
    notes.add(new Note(rule.what().text(), rule.line(), rule.column(), message));
  }

  private void want(Map<String, Want> wants, Found found) {
    Want want = wants.computeIfAbsent(found.path(), any -> new Want());
    want.symbols().add(found.place());
    want.slices().add(found.lines());
  }

  /** What a place is in. */
  private void want(Map<String, Want> wants, Place place) {
    index
        .map(place.path())
        .ifPresent(
            map ->
                innermost(map, place.line())
                    .ifPresentOrElse(
                        symbol -> want(wants, new Found(place.path(), map, symbol)),
                        () ->
                            wants
                                .computeIfAbsent(place.path(), any -> new Want())
                                .slices()
                                .add(new LineRange(place.line(), place.line()))));
  }

  /** The symbol that a line is in, and no other symbol that is in it. */
  private static OptionalInt innermost(CodeMap map, int line) {
    OptionalInt found = OptionalInt.empty();
    for (int i = 0; i < map.symbols().size(); i++) {
      Symbol symbol = map.symbols().get(i);
      if (symbol.firstLine() <= line && line <= symbol.lastLine()) {
        found = OptionalInt.of(i);
      }
    }
    return found;
  }

  private void calls(Map<String, Want> wants, Found caller) {
    want(wants, caller);
    Set<String> names = new LinkedHashSet<>();
    for (Mention mention : caller.map().mentions()) {
      if (caller.lines().first() <= mention.line() && mention.line() <= caller.lines().last()) {
        names.add(mention.name());
      }
    }
    for (String name : names) {
      List<Found> declared = new SymbolReference("", name).in(index);
      if (declared.size() <= MAX_DECLARATIONS) {
        declared.forEach(found -> want(wants, found));
      }
    }
  }

  private void tests(Map<String, Want> wants, String target) {
    Set<String> names = new LinkedHashSet<>();
    Optional<CodeMap> file = index.map(target);
    file.ifPresent(
        map ->
            map.symbols().stream()
                .filter(symbol -> symbol.parent() < 0)
                .forEach(symbol -> names.add(symbol.name())));
    if (file.isEmpty() && !target.contains("/")) {
      names.add(SymbolReference.parse(target).last());
    }
    for (String name : names) {
      for (Place place : index.mentionsOf(name)) {
        index
            .map(place.path())
            .filter(map -> isInTest(map, place.line()))
            .ifPresent(map -> want(wants, place));
      }
    }
  }

  private static boolean isInTest(CodeMap map, int line) {
    return map.symbols().stream()
        .anyMatch(
            symbol -> symbol.test() && symbol.firstLine() <= line && line <= symbol.lastLine());
  }

  private void present(Map<String, Want> wants, Iterable<String> paths) {
    for (String path : paths) {
      if (index.map(path).isPresent()) {
        wants.put(path, new Want());
      }
    }
  }

  private void failing(Map<String, Want> wants, FailingTest test) {
    if (index.map(test.path()).isPresent()) {
      if (test.line() > 0) {
        want(wants, new Place(test.path(), test.line()));
      } else {
        wants.computeIfAbsent(test.path(), any -> new Want());
      }
    }
  }
}
