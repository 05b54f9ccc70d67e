package dev.devtail.context.live;

import dev.devtail.context.index.FileFacts;
import dev.devtail.context.index.WorkspaceIndex;
import dev.devtail.context.workspace.Change;
import dev.devtail.context.workspace.FileContent;
import dev.devtail.context.workspace.History;
import dev.devtail.context.workspace.Manifest;
import dev.devtail.context.workspace.Omission;
import dev.devtail.context.workspace.Omission.Cause;
import dev.devtail.context.workspace.Workspace;
import dev.devtail.context.workspace.WorkspaceFile;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/**
 * One workspace: its index, and what keeps that true. Changes are applied one after the other, in
 * the order in which they come.
 */
public final class LiveWorkspace implements AutoCloseable {

  /** Commits that are read; the pilot of the ranking had as many. */
  static final int COMMITS = 4_000;

  private static final Logger log = LoggerFactory.getLogger(LiveWorkspace.class);

  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LAST_RETRY = Duration.ofSeconds(30);

  /** Keys in one question to the cache. */
  private static final int CACHE_BATCH = 1_000;

  /** Contents in one question to who has them. */
  private static final int CONTENT_BATCH = 500;

  /** Facts that are written to the cache at once. */
  private static final int KEEP_BATCH = 200;

  /** Of files that there was no room for, those that are told. */
  private static final int MAX_LEFT_OUT_NAMED = 1_000;

  /** Updates that wait for a slow listener; with more it is cut off. */
  private static final int MAX_WAITING = 1_000;

  private final String user;
  private final String name;
  private final Workspace workspace;
  private final FactsReader reader;
  private final FactsCache cache;
  private final IndexRoom room;

  /** Paths that there was no room for. */
  private final Set<String> leftOut = ConcurrentHashMap.newKeySet();

  private final WorkspaceIndex index = new WorkspaceIndex();
  private final Sinks.Many<LiveState> states = Sinks.many().replay().latest();
  private final Sinks.Many<Update> updates = Sinks.many().multicast().directBestEffort();
  private final Disposable keeping;
  private boolean closed;

  /**
   * @param user whose it is
   * @param name tells it from all others
   */
  LiveWorkspace(
      String user,
      String name,
      Workspace workspace,
      FactsReader reader,
      FactsCache cache,
      IndexRoom room) {
    this.room = room;
    this.user = user;
    this.name = name;
    this.workspace = workspace;
    this.reader = reader;
    this.cache = cache;
    states.tryEmitNext(new LiveState.Reading(0, 0));
    this.keeping =
        Flux.defer(() -> Flux.merge(Flux.just(new Change.Everything()), workspace.changes()))
            .concatMap(this::apply, 1)
            .doOnError(this::failed)
            .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_RETRY).maxBackoff(LAST_RETRY))
            .repeatWhen(ended -> ended.delayElements(FIRST_RETRY))
            .subscribe();
  }

  /** Waits until all files have been read, or it is known that they cannot be. */
  public Mono<WorkspaceIndex> ready() {
    return states
        .asFlux()
        .<WorkspaceIndex>handle(
            (state, sink) -> {
              switch (state) {
                case LiveState.Reading reading -> {}
                case LiveState.Ready ready -> sink.next(index);
                case LiveState.Failed failed -> sink.error(failed.cause());
              }
            })
        .next();
  }

  /** How far it is, at once. */
  public Mono<LiveState> state() {
    return states.asFlux().next();
  }

  /** As it is, however far. */
  public WorkspaceIndex index() {
    return index;
  }

  /** What becomes of it from now on; fails for who is too slow. */
  public Flux<Update> updates() {
    return updates.asFlux().onBackpressureBuffer(MAX_WAITING);
  }

  /** What is in files now. */
  public Flux<FileContent> contents(Collection<String> paths) {
    return workspace.contents(paths);
  }

  private Mono<Void> apply(Change change) {
    return switch (change) {
      case Change.Everything everything -> everything();
      case Change.Files files -> files(files);
      case Change.Head head -> head(head.commit());
    };
  }

  private Mono<Void> head(String commit) {
    return commit.equals(index.history().head())
        ? Mono.empty()
        : history().then(told(new Update(List.of(), List.of(), commit)));
  }

  private Mono<Void> everything() {
    long began = System.nanoTime();
    return workspace
        .manifest()
        .flatMap(
            manifest -> {
              List<String> gone = gone(manifest);
              List<WorkspaceFile> other = other(manifest.files());
              gone.forEach(this::remove);
              boolean first = index.size() == 0;
              return known(other)
                  .flatMap(unknown -> read(unknown, manifest.files().size(), first))
                  .then(history())
                  .then(told(new Update(paths(other), gone, "")))
                  .then(Mono.fromRunnable(() -> ready(manifest, began)));
            });
  }

  private void ready(Manifest manifest, long began) {
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    states.tryEmitNext(new LiveState.Ready(index.size(), omissions(manifest), took));
    log.info("workspace read files={} millis={}", index.size(), took.toMillis());
  }

  private List<Omission> omissions(Manifest manifest) {
    List<Omission> all = new ArrayList<>(manifest.omissions());
    leftOut.stream()
        .sorted()
        .limit(MAX_LEFT_OUT_NAMED)
        .forEach(path -> all.add(new Omission(path, Cause.TOO_MANY, "no memory left for it")));
    return all;
  }

  /** What there is no room for is left out, and said. */
  private synchronized void put(String path, FileFacts facts) {
    if (closed) {
      return;
    }
    long before = index.facts(path).map(FileFacts::footprint).orElse(0L);
    if (room.take(facts.footprint() - before)) {
      leftOut.remove(path);
      index.put(path, facts);
    } else {
      remove(path);
      leftOut.add(path);
    }
  }

  private synchronized void remove(String path) {
    room.giveBack(index.facts(path).map(FileFacts::footprint).orElse(0L));
    index.remove(path);
    leftOut.remove(path);
  }

  private List<String> gone(Manifest manifest) {
    Set<String> present = new HashSet<>(paths(manifest.files()));
    return index.paths().stream().filter(path -> !present.contains(path)).toList();
  }

  private List<WorkspaceFile> other(List<WorkspaceFile> files) {
    return files.stream()
        .filter(
            file -> index.facts(file.path()).filter(f -> f.hash().equals(file.hash())).isEmpty())
        .toList();
  }

  private static List<String> paths(List<WorkspaceFile> files) {
    return files.stream().map(WorkspaceFile::path).toList();
  }

  /** Takes what the cache has, and returns the paths of all others. */
  private Mono<List<String>> known(List<WorkspaceFile> files) {
    return Flux.fromIterable(files)
        .buffer(CACHE_BATCH)
        .concatMap(
            batch ->
                cache
                    .find(user, batch.stream().map(FactsKey::of).distinct().toList())
                    .onErrorResume(
                        failure -> {
                          log.warn("context cache not read cause={}", failure.toString());
                          return Mono.just(Map.of());
                        })
                    .flatMapIterable(found -> taken(batch, found)))
        .collectList();
  }

  private List<String> taken(List<WorkspaceFile> batch, Map<FactsKey, FileFacts> found) {
    List<String> unknown = new ArrayList<>();
    for (WorkspaceFile file : batch) {
      FileFacts facts = found.get(FactsKey.of(file));
      if (facts == null) {
        unknown.add(file.path());
      } else {
        put(file.path(), facts);
      }
    }
    return unknown;
  }

  /** Reads files for the first time. */
  private Mono<Void> read(List<String> paths, int all, boolean first) {
    return facts(paths, path -> null)
        .buffer(KEEP_BATCH)
        .concatMap(
            batch -> {
              if (first) {
                states.tryEmitNext(new LiveState.Reading(all, index.size()));
              }
              return kept(batch);
            })
        .then();
  }

  private record Read(String path, FileFacts facts) {}

  private Flux<Read> facts(List<String> paths, Function<String, @Nullable String> document) {
    return Flux.fromIterable(paths)
        .buffer(CONTENT_BATCH)
        .concatMap(workspace::contents)
        .flatMap(
            content ->
                reader
                    .read(content, document.apply(content.path()))
                    .map(facts -> new Read(content.path(), facts)),
            reader.atOnce(),
            2 * reader.atOnce())
        .doOnNext(read -> put(read.path(), read.facts()));
  }

  private Mono<Void> kept(List<Read> batch) {
    Map<FactsKey, FileFacts> facts = new HashMap<>();
    for (Read read : batch) {
      facts.put(new FactsKey(read.facts().hash(), read.facts().language()), read.facts());
    }
    return cache
        .keep(user, facts)
        .onErrorResume(
            failure -> {
              log.warn("context cache not written cause={}", failure.toString());
              return Mono.empty();
            });
  }

  /** Files that somebody edits: what is parsed is what changed in them. */
  private Mono<Void> files(Change.Files change) {
    List<String> gone =
        change.gone().stream().filter(path -> index.facts(path).isPresent()).toList();
    gone.forEach(this::remove);
    return facts(paths(other(change.present())), path -> name + "\n" + path)
        .collectList()
        .flatMap(
            changed ->
                told(new Update(changed.stream().map(Read::path).toList(), gone, ""))
                    .then(changed.isEmpty() ? Mono.empty() : kept(changed)));
  }

  private Mono<Void> history() {
    return workspace
        .history(COMMITS)
        .onErrorResume(
            failure -> {
              log.warn("history not read cause={}", failure.toString());
              return Mono.just(History.NONE);
            })
        .doOnNext(index::history)
        .then();
  }

  private Mono<Void> told(Update update) {
    return Mono.fromRunnable(
        () -> {
          if (!update.isNothing()) {
            updates.tryEmitNext(update);
          }
        });
  }

  private void failed(Throwable failure) {
    Fault fault =
        failure instanceof Fault known
            ? known
            : new Fault(FaultCode.INTERNAL, "The workspace could not be read.");
    log.warn("workspace not read cause={}", failure.toString());
    states.tryEmitNext(new LiveState.Failed(fault));
  }

  @Override
  public void close() {
    keeping.dispose();
    states.tryEmitNext(
        new LiveState.Failed(new Fault(FaultCode.UNAVAILABLE, "The workspace was closed.")));
    updates.tryEmitComplete();
    synchronized (this) {
      closed = true;
      index.paths().forEach(this::remove);
    }
  }
}
