package dev.devtail.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devtail.context.build.TokenCounter;
import dev.devtail.context.cache.R2dbcFactsCache;
import dev.devtail.context.index.FileFacts;
import dev.devtail.context.index.WorkspaceIndex;
import dev.devtail.context.live.FactsReader;
import dev.devtail.context.live.IndexRoom;
import dev.devtail.context.live.LiveWorkspace;
import dev.devtail.context.live.LiveWorkspaces;
import dev.devtail.context.render.Format;
import dev.devtail.context.token.Encoding;
import dev.devtail.context.token.Vocabulary;
import dev.devtail.context.workspace.Commit;
import dev.devtail.context.workspace.Workspace;
import dev.devtail.context.workspace.directory.DirectoryWorkspace;
import dev.devtail.kit.database.Database;
import dev.devtail.kit.database.DatabaseProperties;
import dev.devtail.kit.database.DatabaseSchema;
import dev.devtail.kit.workspace.Limits;
import dev.devtail.kit.workspace.WorkspaceTree;
import dev.devtail.postgres.EmbeddedDatabase;
import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.CodeParser;
import dev.devtail.syntax.worker.IsolatedParser;
import io.r2dbc.postgresql.client.SSLMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** How long contexts take: a workspace read for the first time and again, saved, asked. */
@Command(
    name = "context",
    mixinStandardHelpOptions = true,
    description = {
      "How long a workspace takes to be read for the first time, and again after a restart, a saved",
      "file to be known, and a task to be answered."
    },
    footer = {
      "",
      "The restart is one of the service's parts within this process: what was hashed and parsed is",
      "forgotten, what the database keeps is not. Files are saved in a directory of its own.",
      "Example:  devtail bench context --repo ~/work/spring-framework"
    })
final class ContextScenario implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration SCHEMA_CHECK = Duration.ofMillis(200);
  private static final int SAVES = 200;
  private static final int QUERIES = 300;
  private static final int RANKED = 50;
  private static final int LONG_FILE_LINES = 5_000;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long KIB = 1024;

  @Spec private CommandSpec spec;

  @Option(
      names = "--repo",
      required = true,
      paramLabel = "DIR",
      description = "A directory of code, best a Git repository.")
  private Path repository;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there as well.")
  private @Nullable Path json;

  private final int threads = Runtime.getRuntime().availableProcessors();
  private final Scheduler scheduler =
      Schedulers.newBoundedElastic(2 * threads, Schedulers.DEFAULT_BOUNDED_ELASTIC_QUEUESIZE, "x");

  private ContextScenario() {}

  @Override
  public Integer call() throws IOException {
    Report report = new Report("context");
    Path scratch = Files.createTempDirectory("devtail-context");
    try (EmbeddedDatabase postgres = EmbeddedDatabase.start(scratch.resolve("postgres"));
        Database database = database(postgres);
        CodeParser parser = new IsolatedParser(threads)) {
      database.start();
      R2dbcFactsCache cache = new R2dbcFactsCache(database, Clock.systemUTC());
      // Until the schema is there.
      cache.find("bench", List.of()).retryWhen(Retry.fixedDelay(100, SCHEMA_CHECK)).block(PATIENCE);
      FactsReader reader = new FactsReader(parser, scheduler, 2 * threads);
      report.put("files", 0.0).put("lines", 0.0);
      report.put("cold_s", read(reader, cache, repository, live -> {}));
      report.put("warm_s", read(reader, cache, repository, live -> asked(report, live)));
      report.put("save_p95_ms", saves(reader, cache).millis(0.95));
      report.put("rss_mb", residentKib() / (double) KIB);
      report.publish(spec.commandLine().getOut(), json);
      return 0;
    } finally {
      scheduler.dispose();
      delete(scratch);
    }
  }

  private static Database database(EmbeddedDatabase postgres) {
    return new Database(
        new DatabaseProperties(
                postgres.r2dbcUrl(),
                postgres.username(),
                postgres.password(),
                SSLMode.PREFER,
                null,
                10,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30))
            .settings(
                new DatabaseSchema(
                    "context", "devtail_context", "classpath:dev/devtail/context/migration")));
  }

  /** What is done with a workspace once it is there. */
  private interface Then {
    void with(LiveWorkspace live);
  }

  /** Reads a directory that nothing is known of but what the cache has; seconds. */
  private double read(FactsReader reader, R2dbcFactsCache cache, Path directory, Then then) {
    Workspace workspace =
        new DirectoryWorkspace(
            new WorkspaceTree(directory, Limits.USUAL, Clock.systemUTC()), scheduler);
    try (LiveWorkspaces workspaces =
        new LiveWorkspaces(key -> workspace, reader, cache, new IndexRoom(Long.MAX_VALUE))) {
      long began = System.nanoTime();
      LiveWorkspace live =
          workspaces.get(new LiveWorkspaces.Key("bench", "", directory.toString()));
      live.ready().block(PATIENCE);
      double seconds = (System.nanoTime() - began) / NANOS_PER_SECOND;
      then.with(live);
      return seconds;
    }
  }

  private void asked(Report report, LiveWorkspace live) {
    WorkspaceIndex index = live.index();
    long lines = 0;
    long mapTokens = 0;
    for (String path : index.paths()) {
      CodeMap map = index.facts(path).map(FileFacts::map).orElseThrow();
      lines += map.lines();
      mapTokens += Format.XML.outline(map, false, Vocabulary.O200K_BASE).tokens();
    }
    report.put("files", index.size()).put("lines", lines);
    List<String> tasks = index.history().commits().stream().map(Commit::message).toList();
    Samples queries = new Samples();
    for (int round = -QUERIES; round < QUERIES; round++) {
      String task =
          tasks.isEmpty()
              ? index.paths().get(Math.floorMod(round * 7919, index.size()))
              : tasks.get(Math.floorMod(round * 7919, tasks.size()));
      long began = System.nanoTime();
      index.rank(task, RANKED);
      if (round >= 0) {
        queries.add(System.nanoTime() - began);
      }
    }
    report.put("query_p50_ms", queries.millis(0.5)).put("query_p95_ms", queries.millis(0.95));
    TokenCounter.Counts counts =
        new TokenCounter(scheduler, threads)
            .count(live, index.paths(), Encoding.O200K_BASE)
            .blockOptional(PATIENCE)
            .orElseThrow();
    report.put("map_tokens", mapTokens).put("full_tokens", counts.all().likely());
  }

  /** From the moment that a change is told, after the watch has waited for its end. */
  private Samples saves(FactsReader reader, R2dbcFactsCache cache) throws IOException {
    List<String> lines = new ArrayList<>(List.of("class Long {"));
    for (int i = 0; lines.size() < LONG_FILE_LINES - 1; i++) {
      lines.add("  int method%d(int a) {".formatted(i));
      lines.add("    return a > %d ? other%d(a) : a;".formatted(i, i % 7));
      lines.add("  }");
    }
    lines.add("}");
    SavedFile file = new SavedFile("Long.java", String.join("\n", lines));
    Samples samples = new Samples();
    Random random = new Random(1);
    try (LiveWorkspaces workspaces =
        new LiveWorkspaces(key -> file, reader, cache, new IndexRoom(Long.MAX_VALUE))) {
      LiveWorkspace live = workspaces.get(new LiveWorkspaces.Key("bench", "", "saves"));
      live.ready().block(PATIENCE);
      for (int round = -SAVES; round < SAVES; round++) {
        int line = 2 + 3 * random.nextInt(lines.size() / 3 - 1);
        lines.set(line, "    return a + %d;".formatted(round));
        byte[] content = String.join("\n", lines).getBytes(UTF_8);
        var known = live.updates().next().toFuture();
        long began = System.nanoTime();
        file.save(content);
        known.join();
        if (round >= 0) {
          samples.add(System.nanoTime() - began);
        }
      }
    }
    return samples;
  }

  /** Of this process and of what parses for it. */
  private static long residentKib() throws IOException {
    long sum = 0;
    for (ProcessHandle process :
        Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().children())
            .filter(one -> !one.info().command().orElse("").contains("postgres"))
            .toList()) {
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          sum += Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    }
    return sum;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
