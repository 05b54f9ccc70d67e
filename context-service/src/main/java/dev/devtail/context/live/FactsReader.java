package dev.devtail.context.live;

import dev.devtail.context.index.FileFacts;
import dev.devtail.context.index.Terms;
import dev.devtail.context.workspace.FileContent;
import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.CodeParser;
import dev.devtail.syntax.Language;
import dev.devtail.syntax.Source;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Reads contents: what they declare, and their words. */
public final class FactsReader {

  private final CodeParser parser;
  private final Scheduler scheduler;
  private final int atOnce;

  /**
   * @param scheduler whose threads may wait
   * @param atOnce contents that are read at the same time
   */
  public FactsReader(CodeParser parser, Scheduler scheduler, int atOnce) {
    this.parser = parser;
    this.scheduler = scheduler;
    this.atOnce = atOnce;
  }

  int atOnce() {
    return atOnce;
  }

  /**
   * @param document names the file over its versions, if it is edited; null: it is read once
   */
  Mono<FileFacts> read(FileContent file, @Nullable String document) {
    return Mono.fromCallable(() -> readNow(file, document)).subscribeOn(scheduler);
  }

  private FileFacts readNow(FileContent file, @Nullable String document)
      throws InterruptedException {
    byte[] content = file.content();
    CodeMap map = parser.parse(new Source(Language.of(file.path()), content, document));
    return FileFacts.of(file.hash(), content.length, map, Terms.of(content));
  }
}
