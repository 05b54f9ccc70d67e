package dev.devtail.context.workspace;

import java.util.Collection;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The files of one workspace. What cannot be had is a {@link dev.devtail.kit.fault.Fault}:
 * NOT_FOUND if there is no such directory, UNAVAILABLE if who serves it cannot be reached.
 */
public interface Workspace {

  /** All files as they are now. */
  Mono<Manifest> manifest();

  /**
   * What is in the files of these paths now, each at most once and in any order; a path that is no
   * longer there, or kept out, is left out. The hash says what was given: it may be newer than what
   * was asked for.
   */
  Flux<FileContent> contents(Collection<String> paths);

  /**
   * What becomes of it, until it is cancelled. First comes the head: who asks for the manifest
   * after that misses nothing.
   */
  Flux<Change> changes();

  /**
   * The latest commits.
   *
   * @param commits the most of them, from 1 to 10 000
   */
  Mono<History> history(int commits);
}
