package dev.devtail.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devtail.context.workspace.Change;
import dev.devtail.context.workspace.ContentHash;
import dev.devtail.context.workspace.FileContent;
import dev.devtail.context.workspace.History;
import dev.devtail.context.workspace.Manifest;
import dev.devtail.context.workspace.Workspace;
import dev.devtail.context.workspace.WorkspaceFile;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A workspace of one file, which is saved again and again. */
final class SavedFile implements Workspace {

  private final String path;
  private final Sinks.Many<Change> changes = Sinks.many().unicast().onBackpressureBuffer();
  private volatile byte[] content;

  SavedFile(String path, String content) {
    this.path = path;
    this.content = content.getBytes(UTF_8);
  }

  void save(byte[] next) {
    content = next;
    changes.tryEmitNext(new Change.Files(List.of(file(next)), List.of())).orThrow();
  }

  private WorkspaceFile file(byte[] of) {
    return new WorkspaceFile(path, hash(of), of.length, 0);
  }

  private static ContentHash hash(byte[] of) {
    try {
      return ContentHash.of(MessageDigest.getInstance("SHA-256").digest(of));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Mono<Manifest> manifest() {
    return Mono.fromCallable(() -> new Manifest(List.of(file(content)), List.of()));
  }

  @Override
  public Flux<FileContent> contents(Collection<String> paths) {
    return Flux.defer(
        () -> {
          byte[] now = content;
          return Flux.just(new FileContent(path, hash(now), now));
        });
  }

  @Override
  public Flux<Change> changes() {
    return changes.asFlux();
  }

  @Override
  public Mono<History> history(int commits) {
    return Mono.just(History.NONE);
  }
}
