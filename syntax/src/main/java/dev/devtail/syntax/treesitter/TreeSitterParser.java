package dev.devtail.syntax.treesitter;

import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.CodeParser;
import dev.devtail.syntax.Reading;
import dev.devtail.syntax.Source;
import dev.devtail.syntax.SourceText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Parses in this process, on the threads that ask. A grammar that crashes takes the process with
 * it.
 */
public final class TreeSitterParser implements CodeParser {

  private final Semaphore permits;
  private final Deque<Engine> idle = new ArrayDeque<>();
  private final Documents documents = new Documents();
  private boolean closed;

  /**
   * @param threads how many files are parsed at once; others wait
   */
  public TreeSitterParser(int threads) {
    this.permits = new Semaphore(threads, true);
  }

  /**
   * Whether there are grammars for this machine; if not, every file is {@link Reading#NO_GRAMMAR}.
   */
  public static boolean isAvailable() {
    return Natives.library().isPresent();
  }

  @Override
  public CodeMap parse(Source source) throws InterruptedException {
    SourceText text = SourceText.of(source.content());
    Optional<Grammar> grammar = Grammar.of(source.language());
    if (text.refusal().isPresent() || grammar.isEmpty()) {
      return CodeMap.text(
          source.language(), text.refusal().orElse(Reading.NO_GRAMMAR), text.lines());
    }
    permits.acquire();
    try {
      Engine engine = take();
      try {
        return parse(engine, grammar.get(), source, text);
      } finally {
        giveBack(engine);
      }
    } finally {
      permits.release();
    }
  }

  private CodeMap parse(Engine engine, Grammar grammar, Source source, SourceText text) {
    String name = source.document();
    Document before = name == null ? null : documents.take(name, source.language());
    Engine.Parsed parsed = engine.parse(source.language(), grammar, text, before);
    Document after = parsed.document();
    if (after != null && name != null) {
      documents.put(name, after);
    } else if (after != null) {
      after.close();
    }
    return parsed.map();
  }

  private synchronized Engine take() {
    if (closed) {
      throw new IllegalStateException("the parser is closed");
    }
    Engine engine = idle.poll();
    return engine == null ? new Engine() : engine;
  }

  private synchronized void giveBack(Engine engine) {
    if (closed) {
      engine.close();
    } else {
      idle.push(engine);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(Engine::close);
    idle.clear();
    documents.close();
  }
}
