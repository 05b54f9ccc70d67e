package dev.devtail.context.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devtail.context.budget.Candidate;
import dev.devtail.context.budget.Fitted;
import dev.devtail.context.budget.Fitter;
import dev.devtail.context.index.TaskSelector;
import dev.devtail.context.index.WorkspaceIndex;
import dev.devtail.context.live.LiveWorkspace;
import dev.devtail.context.render.ContextFrame;
import dev.devtail.context.render.ContextText;
import dev.devtail.context.render.Format;
import dev.devtail.context.render.Passage;
import dev.devtail.context.render.PrintableFile;
import dev.devtail.context.select.Depth;
import dev.devtail.context.select.RuleFacts;
import dev.devtail.context.select.RuleSelector;
import dev.devtail.context.select.RuleSet;
import dev.devtail.context.select.RuledSelection;
import dev.devtail.context.select.RulesReader;
import dev.devtail.context.select.Selection;
import dev.devtail.context.select.Wanted;
import dev.devtail.context.token.LineTokens;
import dev.devtail.context.token.Vocabulary;
import dev.devtail.context.workspace.FileContent;
import dev.devtail.syntax.SourceText;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Builds contexts. Everything fails with a {@link dev.devtail.kit.fault.Fault}. */
public final class ContextBuilder {

  private final Scheduler scheduler;
  private final InstantSource clock;

  /**
   * @param scheduler runs what takes milliseconds
   */
  public ContextBuilder(Scheduler scheduler, InstantSource clock) {
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /** Waits until the workspace has been read, and builds a context of it as it is then. */
  public Mono<BuiltContext> build(LiveWorkspace workspace, ContextOrder order) {
    return workspace
        .ready()
        .publishOn(scheduler)
        .flatMap(
            index ->
                rules(workspace, order)
                    .publishOn(scheduler)
                    .map(rules -> select(index, order, rules))
                    .flatMap(
                        selected ->
                            contents(workspace, selected.selection())
                                .publishOn(scheduler)
                                .map(
                                    contents ->
                                        new BuiltContext(
                                            fit(index, selected.selection(), contents, order),
                                            selected.notes()))));
  }

  private static Mono<RuleSet> rules(LiveWorkspace workspace, ContextOrder order) {
    return order.rules().isEmpty()
        ? workspace
            .contents(List.of(RulesReader.PATH))
            .next()
            .map(file -> RulesReader.read(RulesReader.PATH, new String(file.content(), UTF_8)))
            .defaultIfEmpty(RulesReader.read(RulesReader.PATH, "rules: []"))
        : Mono.fromCallable(() -> RulesReader.read("rules", order.rules()));
  }

  private RuledSelection select(WorkspaceIndex index, ContextOrder order, RuleSet rules) {
    RuledSelection said =
        RuleSelector.select(
            rules, index, new RuleFacts(clock.instant(), index.history(), Map.of(), List.of()));
    Selection guessed =
        order.task().isBlank()
            ? new Selection(List.of())
            : TaskSelector.select(index, order.task(), order.budget().tokens());
    return new RuledSelection(said.selection().with(guessed), said.notes());
  }

  private static Mono<Map<String, FileContent>> contents(
      LiveWorkspace workspace, Selection selection) {
    List<String> paths =
        selection.wanted().stream()
            .filter(wanted -> wanted.most() != Depth.MAP)
            .map(Wanted::path)
            .toList();
    return paths.isEmpty()
        ? Mono.just(Map.of())
        : workspace.contents(paths).collectMap(FileContent::path);
  }

  private static Fitted fit(
      WorkspaceIndex index,
      Selection selection,
      Map<String, FileContent> contents,
      ContextOrder order) {
    Vocabulary vocabulary = order.budget().encoding().vocabulary();
    List<Candidate> candidates = new ArrayList<>();
    for (Wanted wanted : selection.wanted()) {
      index
          .map(wanted.path())
          .ifPresent(
              map ->
                  candidates.add(
                      new Candidate(
                          wanted,
                          new PrintableFile(
                              order.format(),
                              wanted.path(),
                              map,
                              order.format().outline(map, false, vocabulary),
                              lines(order.format(), contents.get(wanted.path()), vocabulary)))));
    }
    ContextFrame frame =
        order.task().isBlank()
            ? ContextFrame.EMPTY
            : new ContextFrame(List.of(), List.of(new Passage("task", order.task(), false)));
    return new Fitter(new ContextText(order.format(), frame), order.budget()).fit(candidates);
  }

  private static @Nullable LineTokens lines(
      Format format, @Nullable FileContent file, Vocabulary vocabulary) {
    return Optional.ofNullable(file)
        .map(content -> SourceText.of(content.content()))
        .filter(text -> text.lines() > 0)
        .map(text -> format.content(new String(text.utf8(), UTF_8), vocabulary))
        .orElse(null);
  }
}
