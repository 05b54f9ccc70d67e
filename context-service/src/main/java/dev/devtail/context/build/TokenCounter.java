package dev.devtail.context.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.devtail.context.index.FileFacts;
import dev.devtail.context.live.LiveWorkspace;
import dev.devtail.context.token.Encoding;
import dev.devtail.context.token.TokenCount;
import dev.devtail.context.token.Vocabulary;
import dev.devtail.context.workspace.ContentHash;
import dev.devtail.context.workspace.FileContent;
import dev.devtail.syntax.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Counts the tokens of files; a content that was counted lately is not counted again. */
public final class TokenCounter {

  /** Contents whose tokens are remembered, some tens of bytes each. */
  private static final int REMEMBERED = 500_000;

  /** Files in one question to who has them. */
  private static final int BATCH = 500;

  private record Counted(ContentHash hash, Vocabulary vocabulary) {}

  private final Cache<Counted, Integer> remembered =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();
  private final Scheduler scheduler;
  private final int atOnce;

  /**
   * @param scheduler runs what takes milliseconds
   * @param atOnce files that are counted at the same time
   */
  public TokenCounter(Scheduler scheduler, int atOnce) {
    this.scheduler = scheduler;
    this.atOnce = atOnce;
  }

  /**
   * Tokens of files.
   *
   * @param files by path
   */
  public record Counts(TokenCount all, Map<String, TokenCount> files) {}

  /** Counts files as they are now; those that are gone are left out. */
  public Mono<Counts> count(LiveWorkspace workspace, List<String> paths, Encoding encoding) {
    Vocabulary vocabulary = encoding.vocabulary();
    Map<String, Integer> counts = new TreeMap<>();
    List<String> unknown = new ArrayList<>();
    for (String path : paths) {
      Integer tokens =
          workspace
              .index()
              .facts(path)
              .map(FileFacts::hash)
              .map(hash -> remembered.getIfPresent(new Counted(hash, vocabulary)))
              .orElse(null);
      if (tokens == null) {
        unknown.add(path);
      } else {
        counts.put(path, tokens);
      }
    }
    return Flux.fromIterable(unknown)
        .buffer(BATCH)
        .concatMap(workspace::contents)
        .flatMap(
            file ->
                Mono.fromCallable(() -> Map.entry(file.path(), count(file, vocabulary)))
                    .subscribeOn(scheduler),
            atOnce)
        .doOnNext(counted -> counts.put(counted.getKey(), counted.getValue()))
        .then(Mono.fromCallable(() -> sum(counts, encoding)));
  }

  private int count(FileContent file, Vocabulary vocabulary) {
    int tokens = vocabulary.count(new String(SourceText.of(file.content()).utf8(), UTF_8));
    remembered.put(new Counted(file.hash(), vocabulary), tokens);
    return tokens;
  }

  private static Counts sum(Map<String, Integer> counts, Encoding encoding) {
    Map<String, TokenCount> files = new TreeMap<>();
    long all = 0;
    for (Map.Entry<String, Integer> file : counts.entrySet()) {
      files.put(file.getKey(), encoding.of(file.getValue()));
      all += file.getValue();
    }
    return new Counts(encoding.of(all), files);
  }
}
