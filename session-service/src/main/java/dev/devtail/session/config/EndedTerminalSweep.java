package dev.devtail.session.config;

import dev.devtail.session.directory.TerminalDirectory;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lets the directory forget ended terminals, once an hour while the service runs. */
final class EndedTerminalSweep implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(EndedTerminalSweep.class);

  private static final Duration PERIOD = Duration.ofHours(1);

  private final TerminalDirectory directory;
  private volatile Disposable running = Disposables.disposed();

  EndedTerminalSweep(TerminalDirectory directory) {
    this.directory = directory;
  }

  @Override
  public void start() {
    running = Flux.interval(PERIOD).onBackpressureDrop().concatMap(tick -> sweep()).subscribe();
  }

  private Mono<Long> sweep() {
    return directory
        .forgetEnded()
        .doOnNext(count -> log.debug("ended terminals forgotten count={}", count))
        .onErrorResume(
            failure -> {
              log.warn("ended terminals not forgotten reason={}", failure.getMessage());
              return Mono.empty();
            });
  }

  @Override
  public void stop() {
    running.dispose();
  }

  @Override
  public boolean isRunning() {
    return !running.isDisposed();
  }
}
