package dev.devtail.syntax;

import java.time.Duration;

/**
 * Makes code maps. Whatever a file holds, it costs that file alone: what cannot be read is {@link
 * CodeMap#text}, with the reason. Thread-safe.
 */
public interface CodeParser extends AutoCloseable {

  /** Of one file. */
  int MAX_BYTES = 5 * 1024 * 1024;

  /** Of nested nodes. */
  int MAX_DEPTH = 1_000;

  /** For one file. */
  Duration MAX_TIME = Duration.ofSeconds(5);

  /**
   * Waits for the map of a file.
   *
   * @throws InterruptedException if the thread was interrupted while it waited
   */
  CodeMap parse(Source source) throws InterruptedException;

  @Override
  void close();
}
