package dev.devtail.router.role;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import reactor.core.publisher.Mono;

/** Where a run waits. It has a virtual thread of its own, which may: nobody else waits for it. */
final class Awaited {

  private Awaited() {}

  /**
   * What comes; what has begun is cancelled if the run is.
   *
   * @throws InterruptedException if the run is to end
   * @throws RuntimeException what it fails with
   */
  static <T> Optional<T> maybe(Mono<T> work) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    CompletableFuture<T> future = work.toFuture();
    try {
      return Optional.ofNullable(future.get());
    } catch (InterruptedException unwanted) {
      future.cancel(true);
      throw unwanted;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  /** As {@link #maybe}, of what always comes. */
  static <T> T value(Mono<T> work) throws InterruptedException {
    return maybe(work).orElseThrow(() -> new IllegalStateException("nothing came"));
  }
}
