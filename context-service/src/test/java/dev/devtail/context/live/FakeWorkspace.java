package dev.devtail.context.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devtail.context.workspace.Change;
import dev.devtail.context.workspace.Commit;
import dev.devtail.context.workspace.ContentHash;
import dev.devtail.context.workspace.FileContent;
import dev.devtail.context.workspace.History;
import dev.devtail.context.workspace.Manifest;
import dev.devtail.context.workspace.Workspace;
import dev.devtail.context.workspace.WorkspaceFile;
import dev.devtail.kit.fault.Fault;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A workspace in memory, which the test writes. */
final class FakeWorkspace implements Workspace {

  private final Map<String, String> files = new TreeMap<>();
  private volatile Sinks.Many<Change> changes = sink();
  private final AtomicReference<@Nullable Fault> fault = new AtomicReference<>();
  private volatile List<Commit> commits = List.of();

  /** Paths whose contents were asked for. */
  final Collection<String> fetched = new ConcurrentLinkedQueue<>();

  private static Sinks.Many<Change> sink() {
    return Sinks.many().multicast().directBestEffort();
  }

  synchronized FakeWorkspace with(String path, String text) {
    files.put(path, text);
    return this;
  }

  /** As an editor saves, and tells. */
  void save(String path, String text) {
    with(path, text);
    tell(new Change.Files(List.of(file(path, text)), List.of()));
  }

  void delete(String path) {
    synchronized (this) {
      files.remove(path);
    }
    tell(new Change.Files(List.of(), List.of(path)));
  }

  void commit(Commit commit) {
    commits = List.of(commit);
    tell(new Change.Head(commit.id(), "main"));
  }

  /** Without saying what. */
  synchronized void deleteSilently(String path) {
    files.remove(path);
  }

  void tell(Change change) {
    changes.tryEmitNext(change).orThrow();
  }

  /** Who serves it goes away; whoever comes again is served. */
  void cut() {
    Sinks.Many<Change> before = changes;
    changes = sink();
    before.tryEmitError(unavailable()).orThrow();
  }

  void failWith(@Nullable Fault failure) {
    fault.set(failure);
  }

  private static Fault unavailable() {
    return Fault.unavailable("gone", Duration.ZERO);
  }

  private static WorkspaceFile file(String path, String text) {
    return new WorkspaceFile(path, hash(text), text.length(), 0);
  }

  private static ContentHash hash(String text) {
    try {
      return ContentHash.of(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Mono<Manifest> manifest() {
    return Mono.fromCallable(
        () -> {
          Fault failure = fault.get();
          if (failure != null) {
            throw failure;
          }
          synchronized (this) {
            return new Manifest(
                files.entrySet().stream().map(e -> file(e.getKey(), e.getValue())).toList(),
                List.of());
          }
        });
  }

  @Override
  public Flux<FileContent> contents(Collection<String> paths) {
    return Flux.fromIterable(paths).mapNotNull(this::content);
  }

  private synchronized @Nullable FileContent content(String path) {
    String text = files.get(path);
    fetched.add(path);
    return text == null ? null : new FileContent(path, hash(text), text.getBytes(UTF_8));
  }

  @Override
  public Flux<Change> changes() {
    return Flux.defer(() -> changes.asFlux());
  }

  @Override
  public Mono<History> history(int most) {
    return Mono.fromCallable(
        () ->
            commits.isEmpty()
                ? History.NONE
                : new History(commits.getFirst().id(), "main", List.of(), commits));
  }
}
