package dev.devtail.syntax.worker;

import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.CodeMapCodec;
import dev.devtail.syntax.CodeParser;
import dev.devtail.syntax.Language;
import dev.devtail.syntax.Reading;
import dev.devtail.syntax.Source;
import dev.devtail.syntax.SourceText;
import dev.devtail.syntax.treesitter.TreeSitterParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parses in a process of its own, which may crash or hang without harm to this one. It is started
 * when it is needed, and ended when it was not for {@link #IDLE}. When it is lost, the files that
 * it was at are tried again, each alone in another: the one that it is lost with again was the
 * cause.
 */
public final class IsolatedParser implements CodeParser {

  /** How long a worker is kept that nobody asks. */
  static final Duration IDLE = Duration.ofMinutes(5);

  /**
   * What a file may take beyond {@link #MAX_TIME}, for the way there and back and a busy machine.
   */
  static final Duration GRACE = Duration.ofSeconds(1);

  /** For Java to start. */
  static final Duration START = Duration.ofSeconds(20);

  /** Files sent for each thread: one that is parsed, and one that is there when that is done. */
  private static final int FILES_PER_THREAD = 2;

  private static final Logger log = LoggerFactory.getLogger(IsolatedParser.class);

  private final Limits limits;
  private final Semaphore permits;
  private final Post crowd;
  private final Post alone;
  private final ReentrantLock quarantine = new ReentrantLock(true);
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("parser-idle").factory());

  /**
   * @param time for one file
   * @param idle after which a worker is ended
   */
  record Limits(Duration time, Duration idle) {}

  /**
   * @param threads how many files are parsed at once; others wait
   */
  public IsolatedParser(int threads) {
    this(ParserWorker.class, threads, new Limits(MAX_TIME.plus(GRACE), IDLE));
  }

  IsolatedParser(Class<?> mainClass, int threads, Limits limits) {
    this.limits = limits;
    this.permits = new Semaphore(threads * FILES_PER_THREAD, true);
    this.crowd = new Post(new WorkerCommand(mainClass, threads));
    this.alone = new Post(new WorkerCommand(mainClass, 1));
    long nanos = limits.idle().toNanos();
    clock.scheduleWithFixedDelay(this::endIdle, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public CodeMap parse(Source source) throws InterruptedException {
    SourceText text = SourceText.of(source.content());
    Language language = source.language();
    if (text.refusal().isPresent()) {
      return CodeMap.text(language, text.refusal().get(), text.lines());
    }
    if (language == Language.TEXT || !TreeSitterParser.isAvailable()) {
      return CodeMap.text(language, Reading.NO_GRAMMAR, text.lines());
    }
    Source utf8 = new Source(language, text.utf8(), source.document());
    permits.acquire();
    try {
      return ask(crowd, utf8);
    } catch (WorkerLostException | TimeoutException e) {
      return parseAlone(utf8, text.lines());
    } finally {
      permits.release();
    }
  }

  private CodeMap parseAlone(Source source, int lines) throws InterruptedException {
    quarantine.lockInterruptibly();
    try {
      return ask(alone, source);
    } catch (TimeoutException e) {
      log.warn(
          "a file takes too long to parse: language={}, bytes={}",
          source.language().id(),
          source.content().length);
      return CodeMap.text(source.language(), Reading.TOO_SLOW, lines);
    } catch (WorkerLostException e) {
      if (!e.hasStarted()) {
        throw new IllegalStateException("the parser's process ends when it is started", e);
      }
      log.warn(
          "a file crashes its parser: language={}, bytes={}",
          source.language().id(),
          source.content().length);
      return CodeMap.text(source.language(), Reading.CRASHED, lines);
    } finally {
      if (!quarantine.hasQueuedThreads()) {
        alone.end();
      }
      quarantine.unlock();
    }
  }

  /**
   * @throws WorkerLostException if the worker ended
   * @throws TimeoutException if it did not answer in time, and was ended for that
   */
  private CodeMap ask(Post post, Source source)
      throws WorkerLostException, TimeoutException, InterruptedException {
    Worker worker = post.worker();
    worker.awaitStart(START);
    CompletableFuture<byte[]> reply = worker.ask(source);
    try {
      byte[] map = reply.get(limits.time().toNanos(), TimeUnit.NANOSECONDS);
      return CodeMapCodec.decode(map)
          .orElseThrow(() -> new IllegalStateException("the parser's answer is not a map"));
    } catch (TimeoutException e) {
      worker.kill();
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WorkerLostException lost) {
        throw lost;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void endIdle() {
    crowd.endIfIdle(limits.idle());
  }

  @Override
  public void close() {
    clock.shutdownNow();
    crowd.close();
    alone.close();
  }

  /** The process that is there now, for tests. */
  @Nullable ProcessHandle process() {
    return crowd.handle();
  }

  /** Where one worker stands, or is started. */
  private static final class Post {

    private final WorkerCommand command;
    private @Nullable Worker worker;
    private long lastAsked = System.nanoTime();
    private boolean closed;

    Post(WorkerCommand command) {
      this.command = command;
    }

    synchronized Worker worker() {
      if (closed) {
        throw new IllegalStateException("the parser is closed");
      }
      lastAsked = System.nanoTime();
      Worker present = worker;
      if (present == null || !present.isAlive()) {
        try {
          present = command.start();
        } catch (IOException e) {
          throw new UncheckedIOException("the parser's process cannot be started", e);
        }
        worker = present;
      }
      return present;
    }

    synchronized @Nullable ProcessHandle handle() {
      return worker == null ? null : worker.handle();
    }

    synchronized void endIfIdle(Duration idle) {
      if (worker != null && !worker.isBusy() && System.nanoTime() - lastAsked >= idle.toNanos()) {
        end();
      }
    }

    synchronized void end() {
      if (worker != null) {
        worker.kill();
        worker = null;
      }
    }

    synchronized void close() {
      closed = true;
      end();
    }
  }
}
