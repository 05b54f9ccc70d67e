package dev.devtail.bench.retrieval;

import dev.devtail.context.budget.Budget;
import dev.devtail.context.budget.Fitted;
import dev.devtail.context.build.ContextBuilder;
import dev.devtail.context.build.ContextOrder;
import dev.devtail.context.index.WorkspaceIndex;
import dev.devtail.context.live.FactsCache;
import dev.devtail.context.live.FactsReader;
import dev.devtail.context.live.IndexRoom;
import dev.devtail.context.live.LiveWorkspace;
import dev.devtail.context.live.LiveWorkspaces;
import dev.devtail.context.render.Format;
import dev.devtail.context.render.View;
import dev.devtail.context.select.LineRange;
import dev.devtail.context.token.Encoding;
import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.CodeParser;
import dev.devtail.syntax.Symbol;
import dev.devtail.syntax.treesitter.TreeSitterParser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Goes through the history of a repository, and asks before each commit for what it will need. */
public final class Retrieval {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Commits that are looked at for one that can be a sample. */
  private static final int LOOKED_AT = 3;

  private static final int THREADS = 2;
  private static final int PROGRESS = 25;

  private final Path repository;
  private final int budget;
  private final Consumer<String> progress;

  private final Recall files = new Recall();
  private final Recall unnamed = new Recall();
  private final Recall symbols = new Recall();
  private final Recall aiderFiles = new Recall();
  private final Recall aiderUnnamed = new Recall();
  private long shown;
  private long tokens;

  /**
   * @param budget of a context, in tokens of o200k_base
   * @param progress told now and then, in words
   */
  public Retrieval(Path repository, int budget, Consumer<String> progress) {
    this.repository = repository;
    this.budget = budget;
    this.progress = progress;
  }

  /**
   * @param aider a Python with Aider in it; null: not measured
   * @return figures by their names
   */
  public Map<String, Double> measure(int samples, @Nullable String aider)
      throws IOException, InterruptedException {
    List<RevCommit> candidates = Samples.candidates(repository, LOOKED_AT * samples);
    if (candidates.isEmpty()) {
      throw new IOException(repository + " has no commit with a parent");
    }
    Scheduler scheduler = Schedulers.newParallel("context", THREADS);
    try (GitTree tree = new GitTree(repository, candidates.getFirst().getParent(0));
        CodeParser parser = new TreeSitterParser(THREADS);
        LiveWorkspaces workspaces =
            new LiveWorkspaces(
                key -> tree,
                new FactsReader(parser, scheduler, THREADS),
                FactsCache.NONE,
                IndexRoom.ofHeap());
        @Nullable AiderMap map = aider == null ? null : AiderMap.start(aider, repository)) {
      LiveWorkspace workspace =
          workspaces.get(new LiveWorkspaces.Key("bench", "", repository.toString()));
      workspace.ready().block(PATIENCE);
      ContextBuilder builder = new ContextBuilder(scheduler, Clock.systemUTC());
      int taken = 0;
      for (RevCommit commit : candidates) {
        Map<String, List<Edit>> changed = Samples.code(tree.changed(commit));
        if (taken < samples && Samples.isFit(commit, changed)) {
          if (!tree.isAt(commit.getParent(0))) {
            move(tree, workspace, commit.getParent(0));
          }
          ask(builder, workspace, Samples.of(commit, known(workspace, changed)), commit, map);
          taken++;
          if (taken % PROGRESS == 0) {
            progress.accept("%d of %d".formatted(taken, samples));
          }
        }
      }
      return figures(taken, aider != null);
    } finally {
      scheduler.dispose();
    }
  }

  private static void move(GitTree tree, LiveWorkspace workspace, RevCommit to) throws IOException {
    var there =
        workspace.updates().filter(update -> update.head().equals(to.name())).next().toFuture();
    tree.moveTo(to);
    there.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Those of the changed files that a workspace has: not links, not too large. */
  private static Map<String, List<Edit>> known(
      LiveWorkspace workspace, Map<String, List<Edit>> changed) {
    Map<String, List<Edit>> known = new TreeMap<>(changed);
    known.keySet().removeIf(path -> workspace.index().facts(path).isEmpty());
    return known;
  }

  private void ask(
      ContextBuilder builder,
      LiveWorkspace workspace,
      Sample sample,
      RevCommit commit,
      @Nullable AiderMap aider)
      throws IOException {
    Fitted context =
        builder
            .build(
                workspace,
                new ContextOrder(
                    sample.task(),
                    new Budget(budget, Encoding.O200K_BASE),
                    Format.XML,
                    "rules: []"))
            .blockOptional(PATIENCE)
            .orElseThrow()
            .fitted();
    Map<String, View> views = new TreeMap<>();
    context.items().forEach(item -> views.put(item.path(), item.view()));
    files.add(sample.files(), views.keySet());
    unnamed.add(sample.unnamed(), views.keySet());
    symbols.add(
        sample.lines(),
        line -> {
          View view = views.get(line.path());
          return view != null && shows(workspace.index(), line, view);
        });
    shown += views.size();
    tokens += context.tokens().most();
    if (aider != null) {
      Set<String> paths = new TreeSet<>(workspace.index().paths());
      Set<String> mapped = aider.map(commit.getParent(0).name(), paths, sample.task(), budget);
      aiderFiles.add(sample.files(), mapped);
      aiderUnnamed.add(sample.unnamed(), mapped);
    }
  }

  /** Whether what is shown of a file shows the symbol that a line is in. */
  private static boolean shows(WorkspaceIndex index, Sample.ChangedLine line, View view) {
    CodeMap map = index.map(line.path()).orElseThrow();
    int innermost = -1;
    for (int i = 0; i < map.symbols().size(); i++) {
      Symbol symbol = map.symbols().get(i);
      if (symbol.firstLine() <= line.line() && line.line() <= symbol.lastLine()) {
        innermost = i;
      }
    }
    int wanted = innermost;
    return switch (view) {
      case View.Whole whole -> true;
      case View.Map(List<Integer> shown) -> wanted < 0 || shown.contains(wanted);
      case View.Slices(List<Integer> shown, List<LineRange> ranges) ->
          wanted < 0
              || shown.contains(wanted)
              || ranges.stream()
                  .anyMatch(range -> range.first() <= line.line() && line.line() <= range.last());
    };
  }

  private Map<String, Double> figures(int taken, boolean withAider) {
    Map<String, Double> figures = new LinkedHashMap<>();
    String budgetName = budget % 1000 == 0 ? budget / 1000 + "k" : Integer.toString(budget);
    figures.put("commits", (double) taken);
    figures.put("recall_" + budgetName, files.mean());
    figures.put("recall_" + budgetName + "_unnamed", unnamed.mean());
    figures.put("symbol_recall_" + budgetName, symbols.mean());
    if (withAider) {
      figures.put("aider_recall_" + budgetName, aiderFiles.mean());
      figures.put("aider_recall_" + budgetName + "_unnamed", aiderUnnamed.mean());
    }
    figures.put("files_shown", shown / (double) Math.max(1, taken));
    figures.put("tokens", tokens / (double) Math.max(1, taken));
    return figures;
  }
}
